package dev.ehi.lucene;

import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.format.EhiCodec;
import dev.ehi.lucene.format.EhiVectorsFormat;
import dev.ehi.lucene.growth.Baseline;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.recall.Calibration;
import dev.ehi.lucene.recall.CarriedCalibration;
import dev.ehi.lucene.snapshot.IndexSettings;
import dev.ehi.lucene.snapshot.Snapshot;
import dev.ehi.lucene.snapshot.TreeFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * A Lucene index of documents and their vectors, open for changes. Changes become visible to
 * others, and durable, with {@link #commit}; what is not committed is lost on {@link #close} or
 * when the process dies, and the last commit stays readable. Safe for concurrent use; only one
 * process at a time can have an index open for changes.
 *
 * <p>Each document has an id, unique in the index. Vectors have length 1 and are compared by their
 * dot product.
 */
public final class EhiIndex implements Closeable {

  /** The field with the id, for filters. */
  public static final String ID_FIELD = "id";

  /** The field with the vector, for Lucene's own queries. */
  public static final String VECTOR_FIELD = "vector";

  static final String TITLE_FIELD = "title";
  static final String TEXT_FIELD = "text";

  private static final long MOST_BUFFER_MEGABYTES = 256;

  private final Directory directory;
  private final IndexWriter writer;
  private final IndexSettings settings;
  private final CompactionPolicy compaction = new CompactionPolicy();
  private final Object compacting = new Object(); // held by one compaction at a time
  private volatile @Nullable Calibration calibration; // for segments to come

  /** Takes over the directory, and with it the lock that keeps other writers out. */
  private EhiIndex(Directory directory, IndexSettings settings, IndexWriterConfig.OpenMode mode)
      throws IOException {
    this.directory = directory;
    this.settings = settings;
    writer = new IndexWriter(directory, config(mode));
    calibration = fitting(properties());
  }

  /** Creates an empty index of the {@linkplain LeafLayout#STANDARD standard layout}. */
  public static EhiIndex create(Path path, Tree tree, Map<String, String> properties)
      throws IOException {
    return create(path, tree, LeafLayout.STANDARD, properties);
  }

  /**
   * Creates an empty index; it exists from the first {@link #commit} on.
   *
   * @param path a directory that is missing, empty, or holds what a creation that failed left over
   * @param layout of the leaves, for all documents that are ever added
   * @param properties kept with the index, such as the model that its vectors come from
   * @throws IOException if there is an index already, or other files
   */
  public static EhiIndex create(
      Path path, Tree tree, LeafLayout layout, Map<String, String> properties) throws IOException {
    IndexSettings settings = new IndexSettings(tree, layout);
    Directory directory = IndexDirectory.openVacant(path);
    EhiIndex index = open(directory, settings, IndexWriterConfig.OpenMode.CREATE);
    try {
      TreeFile.write(directory, settings);
      index.updateProperties(_ -> properties);
      return index;
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, index);
      throw t;
    }
  }

  /** Whether a directory holds an index that was committed at least once. */
  public static boolean exists(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Directory directory = FSDirectory.open(path)) {
      return DirectoryReader.indexExists(directory);
    }
  }

  /**
   * Opens an index to add and delete documents.
   *
   * @throws IOException if there is no complete index
   */
  public static EhiIndex open(Path path) throws IOException {
    Directory directory = IndexDirectory.openIndex(path);
    IndexSettings settings;
    try {
      settings = TreeFile.read(directory);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, directory);
      throw t;
    }
    return open(directory, settings, IndexWriterConfig.OpenMode.APPEND);
  }

  private static EhiIndex open(
      Directory directory, IndexSettings settings, IndexWriterConfig.OpenMode mode)
      throws IOException {
    try {
      return new EhiIndex(directory, settings, mode);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, directory);
      throw t;
    }
  }

  private IndexWriterConfig config(IndexWriterConfig.OpenMode mode) {
    long maxHeapMegabytes = Runtime.getRuntime().maxMemory() >> 20;
    EhiVectorsFormat format =
        new EhiVectorsFormat(settings.tree(), settings.layout(), () -> calibration);
    return new IndexWriterConfig()
        .setOpenMode(mode)
        .setCodec(new EhiCodec(format))
        .setMergePolicy(compaction)
        .setRAMBufferSizeMB(Math.clamp(maxHeapMegabytes / 8, 16, MOST_BUFFER_MEGABYTES))
        .setUseCompoundFile(false)
        .setCommitOnClose(false);
  }

  /** The tree that routes the documents. */
  public Tree tree() {
    return settings.tree();
  }

  /** How the leaves hold documents. */
  public LeafLayout layout() {
    return settings.layout();
  }

  /** What is kept with the index. */
  public Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    writer.getLiveCommitData().forEach(entry -> properties.put(entry.getKey(), entry.getValue()));
    return properties;
  }

  /**
   * Changes what is kept with the index, from the next {@link #commit} on. What segments carry of a
   * calibration stays with them.
   */
  public synchronized void updateProperties(UnaryOperator<Map<String, String>> change) {
    Map<String, String> changed = Map.copyOf(change.apply(properties()));
    writer.setLiveCommitData(changed.entrySet());
    calibration = fitting(changed);
  }

  private @Nullable Calibration fitting(Map<String, String> properties) {
    return Calibration.of(properties, VECTOR_FIELD, tree().id()).orElse(null);
  }

  /**
   * Keeps what the index is like now, from the next {@link #commit} on, for {@link
   * IndexDescription#growth} to compare with: to be called once the documents are in that the tree
   * was made for. An index without documents keeps nothing.
   */
  public void keepBaseline() throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      Baseline.of(new Snapshot(reader, directory, VECTOR_FIELD))
          .ifPresent(baseline -> updateProperties(baseline::addTo));
    }
  }

  /** What recalls take, if it is kept with the index. */
  public Optional<Calibration> calibration() {
    return Optional.ofNullable(calibration);
  }

  /**
   * Keeps what recalls take: with the index from the next {@link #commit} on, when searchers see
   * it, and in each segment that is written from now on; {@link #compact} brings it into all.
   *
   * @throws IllegalArgumentException if it was measured with another tree
   */
  public void keep(Calibration calibration) {
    if (!calibration.treeId().equals(tree().id())) {
      throw new IllegalArgumentException(
          "a calibration of the tree %s, the index has %s"
              .formatted(calibration.treeId(), tree().id()));
    }
    updateProperties(properties -> calibration.addTo(properties, VECTOR_FIELD));
  }

  /**
   * How many documents there are, those not yet committed included; what was replaced or deleted
   * counts until it is committed or a searcher sees it.
   */
  public int size() {
    return writer.getDocStats().numDocs;
  }

  /**
   * Adds a document, in place of the one with the same id if there is one.
   *
   * @param vector of length 1 // (dim)
   * @throws IllegalArgumentException if the vector does not have the dimension of the tree or the
   *     length 1
   */
  public void add(String id, String title, String text, float[] vector) throws IOException {
    UnitVectors.check(id, vector, tree().shape().dim());
    Document document = new Document();
    document.add(new StringField(ID_FIELD, id, Field.Store.NO));
    document.add(new BinaryDocValuesField(ID_FIELD, new BytesRef(id)));
    document.add(new StoredField(TITLE_FIELD, title));
    document.add(new StoredField(TEXT_FIELD, text));
    document.add(
        new KnnFloatVectorField(VECTOR_FIELD, vector, VectorSimilarityFunction.DOT_PRODUCT));
    writer.updateDocument(new Term(ID_FIELD, id), document);
  }

  /** Deletes the document with this id, if there is one. */
  public void delete(String id) throws IOException {
    writer.deleteDocuments(new Term(ID_FIELD, id));
  }

  /** Makes all changes so far durable, and visible to those who open the index from now on. */
  public void commit() throws IOException {
    writer.commit();
  }

  /**
   * Merges all segments into one, which makes searching a little faster, drops what is left of
   * deleted documents and carries the calibration that is kept when it begins. Costs a rewrite of
   * the whole index, unless it is such a segment already.
   */
  public void compact() throws IOException {
    synchronized (compacting) {
      compaction.setRewriting(!isCarried(calibration));
      try {
        writer.forceMerge(1);
      } finally {
        compaction.setRewriting(false);
      }
    }
  }

  private boolean isCarried(@Nullable Calibration kept) throws IOException {
    if (kept == null) {
      return true;
    }
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      return CarriedCalibration.isInAll(reader, kept, VECTOR_FIELD);
    }
  }

  /** A searcher that sees all changes so far, committed or not, and more of them on refresh. */
  public EhiSearcher searcher() throws IOException {
    return EhiSearcher.of(DirectoryReader.open(writer), directory);
  }

  /** Closes the index; changes that are not committed are lost. */
  @Override
  public void close() throws IOException {
    IOUtils.close(writer, directory);
  }
}
