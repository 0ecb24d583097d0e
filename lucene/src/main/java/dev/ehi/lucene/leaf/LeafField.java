package dev.ehi.lucene.leaf;

import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeCodec;
import java.io.IOException;
import org.apache.lucene.codecs.lucene95.OrdToDocDISIReaderConfiguration;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.RandomAccessInput;
import org.jspecify.annotations.Nullable;

/**
 * One float field of an open segment: its tree, where its leaves begin, and access to its documents
 * and vectors, which stay in the files. Immutable and safe for concurrent use.
 */
public final class LeafField {

  private static final int STRETCH_BITS = 4; // of positions between entries of leafAt

  private final FieldMetadata meta;
  private final IndexInput leavesFile;
  private final FilePart documents; // (positions) int32
  private final @Nullable FilePart vectors; // (positions, dimension) float32; null if dropped
  private final Tree tree;
  private final @Nullable LeafCodes codes; // null if leaves are scanned as they are
  private final int[] starts; // (leaves + 1) position of each leaf's first vector, and their number
  private final int[] leafAt; // (stretches + 1) leaf that holds each stretch's first position
  private final Prefetch vectorsAhead = new Prefetch(this::vectors);

  private LeafField(
      FieldMetadata meta,
      IndexInput leavesFile,
      @Nullable IndexInput vectorsFile,
      Tree tree,
      int[] starts,
      @Nullable LeafCodes codes)
      throws IOException {
    this.meta = meta;
    this.leavesFile = leavesFile;
    this.documents = FilePart.of(leavesFile, "documents", meta.documentsOffset(), positionBytes());
    this.vectors =
        vectorsFile == null || !meta.keepsVectors()
            ? null
            : FilePart.of(vectorsFile, "vectors", meta.vectorsOffset(), vectorBytes());
    this.tree = tree;
    this.starts = starts;
    this.codes = codes;
    this.leafAt = leafAt(starts);
  }

  private static int[] leafAt(int[] starts) {
    int last = starts.length - 2;
    int[] leafAt = new int[(starts[last + 1] >> STRETCH_BITS) + 2];
    int leaf = 0;
    for (int stretch = 0; stretch < leafAt.length; stretch++) {
      while (leaf < last && starts[leaf + 1] <= (long) stretch << STRETCH_BITS) {
        leaf++;
      }
      leafAt[stretch] = leaf;
    }
    return leafAt;
  }

  /**
   * Opens a field; the files stay those of the caller, who closes them.
   *
   * @param vectorsFile null if all fields of the segment have dropped their vectors
   * @param codesFile null if no field of the segment is quantised
   * @throws CorruptIndexException if the tree, the leaf starts or the codes do not fit the metadata
   */
  public static LeafField open(
      FieldMetadata meta,
      IndexInput leavesFile,
      @Nullable IndexInput vectorsFile,
      @Nullable IndexInput codesFile)
      throws IOException {
    Tree tree = SharedTrees.find(meta.treeId());
    if (tree == null) {
      tree = SharedTrees.share(readTree(meta, leavesFile));
    }
    if (tree.shape().leaves() != meta.leafCount() || tree.shape().dim() != meta.dimension()) {
      throw new CorruptIndexException(
          "tree of %s, but the field has dimension %d and %d leaves"
              .formatted(tree.shape(), meta.dimension(), meta.leafCount()),
          leavesFile);
    }
    int[] starts = readStarts(meta, leavesFile);
    LeafCodes codes =
        meta.codes() == null || codesFile == null
            ? null
            : new LeafCodes(
                meta.codes(),
                meta.layout().encoding().quantiser(meta.dimension()).orElseThrow(),
                meta.similarity(),
                codesFile,
                starts);
    return new LeafField(meta, leavesFile, vectorsFile, tree, starts, codes);
  }

  private static Tree readTree(FieldMetadata meta, IndexInput leavesFile) throws IOException {
    byte[] encoded = new byte[Math.toIntExact(meta.treeLength())];
    leavesFile
        .slice("tree", meta.treeOffset(), meta.treeLength())
        .readBytes(encoded, 0, encoded.length);
    Tree tree;
    try {
      tree = TreeCodec.decode(encoded);
    } catch (IllegalArgumentException e) {
      throw new CorruptIndexException("unreadable tree: " + e.getMessage(), leavesFile, e);
    }
    if (!tree.id().equals(meta.treeId())) {
      throw new CorruptIndexException(
          "tree has id %s, expected %s".formatted(tree.id(), meta.treeId()), leavesFile);
    }
    return tree;
  }

  private static int[] readStarts(FieldMetadata meta, IndexInput leavesFile) throws IOException {
    int[] starts = new int[meta.leafCount() + 1];
    leavesFile
        .slice("leaf starts", meta.startsOffset(), (long) starts.length * Integer.BYTES)
        .readInts(starts, 0, starts.length);
    boolean rising = starts[0] == 0 && starts[meta.leafCount()] == meta.positions();
    for (int leaf = 0; leaf < meta.leafCount(); leaf++) {
      rising &= starts[leaf] <= starts[leaf + 1];
    }
    if (!rising) {
      throw new CorruptIndexException(
          "leaf starts do not rise from 0 to " + meta.positions(), leavesFile);
    }
    return starts;
  }

  /** How many vectors there are, each counted once. */
  public int size() {
    return meta.size();
  }

  /** In how many leaves each vector lies. */
  public int copies() {
    return meta.layout().leavesPerDocument();
  }

  /** How many positions there are: each vector has one for each copy. */
  int positionCount() {
    return meta.positions();
  }

  /** Components of a vector. */
  public int dimension() {
    return meta.dimension();
  }

  /** What scores are functions of. */
  public VectorSimilarityFunction similarity() {
    return meta.similarity();
  }

  /** What routed the vectors to their leaves. */
  public Tree tree() {
    return tree;
  }

  /** The position of the first vector of a leaf. */
  public int start(int leaf) {
    return starts[leaf];
  }

  /** The position after the last vector of a leaf. */
  public int end(int leaf) {
    return starts[leaf + 1];
  }

  /** How many vectors lie in a leaf. */
  public int leafSize(int leaf) {
    return end(leaf) - start(leaf);
  }

  /** The leaf that holds a position. */
  public int leafOf(int position) {
    int stretch = position >> STRETCH_BITS;
    int low = leafAt[stretch];
    int high = leafAt[stretch + 1];
    while (low < high) { // to the last leaf that starts at or before the position
      int middle = (low + high + 1) >>> 1;
      if (starts[middle] <= position) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** The document at each position, for one thread. // (positions) int32 */
  public RandomAccessInput documents() throws IOException {
    return documents.randomAccess();
  }

  /** The document at a position. */
  public static int document(RandomAccessInput documents, int position) throws IOException {
    return documents.readInt((long) position * Integer.BYTES);
  }

  /** The positions of each ordinal, for one thread. // (size, copies) int32 */
  public RandomAccessInput positions() throws IOException {
    return leavesFile.randomAccessSlice(meta.positionsOffset(), positionBytes());
  }

  private long positionBytes() {
    return (long) meta.positions() * Integer.BYTES;
  }

  /** Where a copy of a vector lies; copy 0 is in its most probable leaf. */
  public int position(RandomAccessInput positions, int ordinal, int copy) throws IOException {
    return positions.readInt(((long) ordinal * copies() + copy) * Integer.BYTES);
  }

  /**
   * The stored vectors in leaf order, for one thread. // (positions, dimension) float32
   *
   * @throws IllegalStateException if they were dropped
   */
  public IndexInput vectors() throws IOException {
    return keptVectors().open();
  }

  /**
   * The stored vectors in leaf order as memory, for one thread. // (positions, dimension) float32
   *
   * @throws IllegalStateException if they were dropped
   */
  public MappedBytes vectorMemory() throws IOException {
    return keptVectors().bytes();
  }

  private FilePart keptVectors() {
    if (vectors == null) {
      throw new IllegalStateException("the vectors were dropped");
    }
    return vectors;
  }

  /** Asks for vectors that will be read soon, before {@link #vectors} waits for them. */
  public Prefetch vectorsAhead() {
    return vectorsAhead;
  }

  /** Where the vectors of some positions lie among {@link #vectors}, as bytes. */
  public Prefetch.Range vectorRange(int fromPosition, int toPosition) {
    return new Prefetch.Range((long) fromPosition * stride(), (long) toPosition * stride());
  }

  /** The vectors by position, decoded if they were dropped; for one thread. */
  public FloatVectorValues vectorsByPosition() throws IOException {
    return codes != null && !meta.keepsVectors()
        ? new DecodedVectorValues(this, codes)
        : new PositionVectorValues(this);
  }

  /** How the leaves hold documents. */
  public LeafLayout layout() {
    return meta.layout();
  }

  /** Whether a search estimates all scores first and then computes the best ones exactly. */
  public boolean isScoredTwice() {
    return codes != null && meta.keepsVectors();
  }

  /** What the leaves are scanned by; null if that is the vectors themselves. */
  public @Nullable LeafCodes codes() {
    return codes;
  }

  /** How many bytes of vectors are stored. */
  public long vectorBytes() {
    return meta.keepsVectors() ? (long) meta.positions() * stride() : 0;
  }

  /** The bytes of a vector. */
  public int stride() {
    return meta.dimension() * Float.BYTES;
  }

  /** Which documents have a vector, as stored in {@link #documentsWithVectorFile}. */
  public OrdToDocDISIReaderConfiguration documentsWithVector() {
    return meta.documentsWithVector();
  }

  /** The file that {@link #documentsWithVector} refers to, for one thread. */
  public IndexInput documentsWithVectorFile() {
    return leavesFile.clone();
  }
}
