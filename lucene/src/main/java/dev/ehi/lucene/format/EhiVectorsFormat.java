package dev.ehi.lucene.format;

import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.leaf.LeafBlock;
import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.leaf.Margin;
import dev.ehi.lucene.leaf.RawVectors;
import dev.ehi.lucene.recall.Calibration;
import dev.ehi.lucene.scan.Budget;
import java.io.IOException;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene95.OrdToDocDISIReaderConfiguration;
import org.apache.lucene.codecs.lucene99.Lucene99FlatVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.jspecify.annotations.Nullable;

/**
 * A vectors format that keeps float vectors in the leaves of a {@link Tree}: the tree routes each
 * vector to one leaf, or as many as the {@link LeafLayout} says, vectors of a leaf lie side by side
 * in the file, and a search scans the leaves that are most probable for the query (EHI, arXiv
 * 2310.08891, section 3.4). How many leaves, an {@link EhiSearchStrategy} says; without one the
 * budget is {@link Budget#standard}.
 *
 * <p>The tree is embedded in each segment, so reading needs nothing else. Merges carry leaves over
 * where the tree is the same, and route again where it is not. A field whose writer has no tree
 * gets the tree of its largest merged segment, or else {@link Tree#single}, whose search is exact.
 * Likewise a segment carries the {@link Calibration} of its index, by which {@link
 * EhiSearchStrategy#ofRecall} knows what a recall takes.
 *
 * <p>All four {@link VectorSimilarityFunction}s are supported. The tree sees vectors as they are
 * for DOT_PRODUCT and EUCLIDEAN, and scaled to length 1 for COSINE and MAXIMUM_INNER_PRODUCT, where
 * the length of a query has no bearing on the ranking.
 *
 * <p>Byte vectors have no tree: they are stored by {@link Lucene99FlatVectorsFormat} and searched
 * exactly, which keeps a codec with this format usable for all fields of an index.
 *
 * <p>A vector's <i>ordinal</i> is its rank in document order, its <i>positions</i> the ranks of its
 * copies in leaf order. Integers without a V are little-endian; V marks Lucene's variable-length
 * encoding. Every file starts with an {@linkplain
 * org.apache.lucene.codecs.CodecUtil#writeIndexHeader index header} and ends with a {@linkplain
 * org.apache.lucene.codecs.CodecUtil#writeFooter footer} holding a checksum of the whole file.
 *
 * <h2>.ehiv (vectors)</h2>
 *
 * <p>Only if there are fields that keep their vectors. For each of them, starting at a multiple of
 * 64 bytes:
 *
 * <ul>
 *   <li><b>[float32 * size * copies * dimension]</b> the vectors in leaf order; documents ascend in
 *       a leaf
 * </ul>
 *
 * <h2>.ehiq (codes)</h2>
 *
 * <p>Only if there are quantised fields. For each of them, starting at a multiple of 64 bytes:
 *
 * <ul>
 *   <li><b>a {@link LeafBlock}</b> for each leaf that has vectors
 * </ul>
 *
 * <h2>.ehil (leaves)</h2>
 *
 * <p>For each field, each part starting at a multiple of 4 bytes:
 *
 * <ul>
 *   <li><b>[bytes]</b> the tree, by {@link dev.ehi.core.tree.TreeCodec}; fields that share a tree
 *       share these bytes
 *   <li><b>[int32 * (leaves + 1)]</b> position of the first vector of each leaf, and the number of
 *       positions
 *   <li><b>[int32 * size * copies]</b> the document at each position
 *   <li><b>[int32 * size * copies]</b> the positions of each ordinal, that in its most probable
 *       leaf first
 *   <li>the documents that have a vector, by {@link OrdToDocDISIReaderConfiguration}; nothing where
 *       all or none have one
 * </ul>
 *
 * <h2>.ehim (metadata)</h2>
 *
 * <p>For each field:
 *
 * <ul>
 *   <li><b>[int32]</b> field number
 *   <li><b>[string]</b> name of the similarity function
 *   <li><b>[vint]</b> dimension
 *   <li><b>[int32]</b> size: how many vectors
 *   <li><b>[string]</b> name of the {@link LeafEncoding}
 *   <li><b>[vint]</b> copies: in how many leaves each lies
 *   <li><b>[string]</b> KEEP or DROP, see {@link RawVectors}
 *   <li><b>[string]</b> id of the tree
 *   <li><b>[vint]</b> leaves of the tree
 *   <li><b>[vlong], [vlong]</b> offset and length of the tree in .ehil
 *   <li><b>[vlong], [vlong], [vlong]</b> offsets in .ehil of the leaf starts, the documents and the
 *       positions
 *   <li>for KEEP, <b>[vlong]</b> offset of the vectors in .ehiv
 *   <li>unless the encoding is FLOAT32, <b>[vlong], [vlong]</b> offset and length of the codes in
 *       .ehiq, and <b>[float32], [float32]</b> base and slope of the {@link Margin}
 *   <li>where the documents that have a vector lie, by {@link OrdToDocDISIReaderConfiguration}
 * </ul>
 *
 * <p>then <b>[int32]</b> -1, and <b>[int8]</b> 1 if byte fields lie beside in the files of {@link
 * Lucene99FlatVectorsFormat}, else 0.
 */
public final class EhiVectorsFormat extends KnnVectorsFormat {

  /** The name under which Lucene finds this format when it opens a segment. */
  public static final String NAME = "EhiVectors";

  /** The largest dimension of a float field. */
  public static final int MAX_DIMENSIONS = 4096;

  static final String META_EXTENSION = "ehim";
  static final String LEAVES_EXTENSION = "ehil";
  static final String VECTORS_EXTENSION = "ehiv";
  static final String CODES_EXTENSION = "ehiq";
  static final String META_CODEC = "EhiVectorsMeta";
  static final String LEAVES_CODEC = "EhiVectorsLeaves";
  static final String VECTORS_CODEC = "EhiVectorsData";
  static final String CODES_CODEC = "EhiVectorsCodes";
  static final int VERSION = 4; // of all files

  private final IntFunction<@Nullable Tree> trees; // by dimension
  private final LeafLayout layout;
  private final Supplier<@Nullable Calibration> calibration;

  /** For reading, and for writing fields without a tree. */
  public EhiVectorsFormat() {
    this(_ -> null, LeafLayout.STANDARD);
  }

  /**
   * For writing: every float field is routed by {@code tree} and must have its dimension. Every
   * vector lies in one leaf, which is scanned as it is.
   */
  public EhiVectorsFormat(Tree tree) {
    this(tree, LeafLayout.STANDARD);
  }

  /**
   * For writing: every float field is routed by {@code tree} and must have its dimension. Merged
   * segments have the layout of the writer that merges, whatever they had before.
   */
  public EhiVectorsFormat(Tree tree, LeafLayout layout) {
    this(tree, layout, () -> null);
  }

  /**
   * For writing segments that carry what recalls take: every float field carries what {@code
   * calibration} supplies when the segment is flushed or its field merged, so it must hold for each
   * of them.
   *
   * @param calibration called by all threads that index or merge; null where there is none, and a
   *     merged segment then carries what the largest of the same tree carried
   */
  public EhiVectorsFormat(
      Tree tree, LeafLayout layout, Supplier<@Nullable Calibration> calibration) {
    this(
        dimension -> {
          if (dimension != tree.shape().dim()) {
            throw new IllegalArgumentException(
                "the tree is for vectors of dimension %d, the field has %d"
                    .formatted(tree.shape().dim(), dimension));
          }
          return tree;
        },
        layout,
        calibration);
  }

  EhiVectorsFormat(IntFunction<@Nullable Tree> trees, LeafLayout layout) {
    this(trees, layout, () -> null);
  }

  private EhiVectorsFormat(
      IntFunction<@Nullable Tree> trees,
      LeafLayout layout,
      Supplier<@Nullable Calibration> calibration) {
    super(NAME);
    this.trees = trees;
    this.layout = layout;
    this.calibration = calibration;
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    return new EhiVectorsWriter(state, trees, layout, calibration);
  }

  @Override
  public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return new EhiVectorsReader(state);
  }

  @Override
  public int getMaxDimensions(String fieldName) {
    return MAX_DIMENSIONS;
  }

  @Override
  public String toString() {
    return NAME;
  }
}
