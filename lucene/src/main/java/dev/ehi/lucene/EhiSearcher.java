package dev.ehi.lucene;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.calibration.Calibrator;
import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.RawVectors;
import dev.ehi.lucene.recall.Calibration;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.snapshot.Snapshot;
import dev.ehi.lucene.snapshot.TreeFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TaskExecutor;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOFunction;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * Searches an index. It sees the index as it was when it was opened or last {@linkplain #refresh
 * refreshed}. Safe for concurrent use.
 *
 * <p>A search routes the query, opens the leaves that the {@link Budget} admits, each in all
 * segments, scores the documents in them and keeps the best; with {@link Budget.Linked} it goes on
 * to leaves next to those of the best documents, and opens only what looks promising. A filter
 * makes it open further leaves for the documents that are left out, or score all that match if they
 * are few. It always returns k hits if as many documents match: while it has fewer, it opens
 * further leaves. All scores are exact, unless the index has {@linkplain RawVectors#DROP dropped}
 * its vectors; what a quantised index may miss of the best, {@link LeafEncoding} says.
 */
public final class EhiSearcher implements Closeable {

  private static final int BATCH = 256;
  private static final int LEAST_BATCH = 32;
  private static final int SHARES = 8; // batches that there should be, for as many threads

  private final Snapshots snapshots;
  private final @Nullable Directory owned;
  private final @Nullable TaskExecutor executor; // null to search in the caller's thread alone

  private EhiSearcher(
      Snapshots snapshots, @Nullable Directory owned, @Nullable TaskExecutor executor) {
    this.snapshots = snapshots;
    this.owned = owned;
    this.executor = executor;
  }

  /**
   * Opens the last commit of an index.
   *
   * @throws IOException if there is no complete index, or if it is damaged
   */
  public static EhiSearcher open(Path path) throws IOException {
    return open(path, (TaskExecutor) null);
  }

  /**
   * Opens the last commit of an index, to be searched by several threads at once: large searches
   * and batches of queries are divided among those of the executor, which is not shut down on
   * closing.
   *
   * @throws IOException if there is no complete index, or if it is damaged
   */
  public static EhiSearcher open(Path path, Executor executor) throws IOException {
    return open(path, new TaskExecutor(executor));
  }

  private static EhiSearcher open(Path path, @Nullable TaskExecutor executor) throws IOException {
    Directory directory = IndexDirectory.openIndex(path);
    try {
      return new EhiSearcher(
          new Snapshots(DirectoryReader.open(directory), directory), directory, executor);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, directory);
      throw t;
    }
  }

  /** On a reader of an index that is open for changes. */
  static EhiSearcher of(DirectoryReader reader, Directory directory) throws IOException {
    return new EhiSearcher(new Snapshots(reader, directory), null, null);
  }

  /**
   * The k documents most similar to the query among those in the leaves that are opened.
   *
   * @param query of length 1 // (dim)
   * @throws IllegalArgumentException if the query does not have the dimension of the index or has a
   *     value that is not finite, or k is below 1
   */
  public SearchResult search(float[] query, int k, Budget budget) throws IOException {
    return withSnapshot(snapshot -> run(new SnapshotSearch(snapshot, k, budget, null), query));
  }

  /**
   * The k documents most similar to the query among those that match a filter; see {@link
   * #search(float[], int, Budget)}.
   */
  public SearchResult search(float[] query, int k, Budget budget, Query filter) throws IOException {
    return withSnapshot(snapshot -> run(new SnapshotSearch(snapshot, k, budget, filter), query));
  }

  private SearchResult run(SnapshotSearch search, float[] query) throws IOException {
    return executor == null ? search.run(query) : new ParallelSearch(search, executor).run(query);
  }

  /**
   * Searches many queries and finds for each what {@link #search(float[], int, Budget)} finds. A
   * leaf that several of them open is read once for up to {@value #BATCH} queries; an executor gets
   * smaller batches, so that there are some for each of its threads.
   *
   * @param queries of length 1 // (queries, dim)
   * @return in the order of the queries; the time of each is that since its batch began
   */
  public List<SearchResult> searchAll(Vectors queries, int k, Budget budget) throws IOException {
    return withSnapshot(snapshot -> searchAll(snapshot, queries, k, budget, null));
  }

  /** The same among the documents that match a filter. */
  public List<SearchResult> searchAll(Vectors queries, int k, Budget budget, Query filter)
      throws IOException {
    return withSnapshot(snapshot -> searchAll(snapshot, queries, k, budget, filter));
  }

  private List<SearchResult> searchAll(
      Snapshot snapshot, Vectors queries, int k, Budget budget, @Nullable Query filter)
      throws IOException {
    List<Callable<List<SearchResult>>> batches = new ArrayList<>();
    int size =
        executor == null
            ? BATCH
            : Math.clamp(Math.ceilDiv(queries.size(), SHARES), LEAST_BATCH, BATCH);
    for (int from = 0; from < queries.size(); from += size) {
      int first = from;
      int end = Math.min(from + size, queries.size());
      batches.add(
          () ->
              new BatchSearch(new SnapshotSearch(snapshot, k, budget, filter), queries)
                  .run(first, end));
    }
    TaskExecutor tasks = executor == null ? new TaskExecutor(Runnable::run) : executor;
    return tasks.invokeAll(batches).stream().flatMap(List::stream).toList();
  }

  /**
   * Measures what it takes to find a share of the exact k nearest documents.
   *
   * @param queries of length 1, like those to come and none that the tree was trained on //
   *     (queries, dim)
   * @throws IllegalArgumentException if there are no queries or no documents, or k is below 1
   */
  public Calibration calibrate(Vectors queries, int k, Progress progress) throws IOException {
    return withSnapshot(snapshot -> new Calibrator(snapshot, k).run(queries, progress));
  }

  /** The title and text of a document, if there is one with this id. */
  public Optional<StoredDocument> document(String id) throws IOException {
    return withSnapshot(
        snapshot -> {
          TopDocs found =
              snapshot.searcher().search(new TermQuery(new Term(EhiIndex.ID_FIELD, id)), 1);
          if (found.scoreDocs.length == 0) {
            return Optional.empty();
          }
          Document stored = snapshot.searcher().storedFields().document(found.scoreDocs[0].doc);
          return Optional.of(
              new StoredDocument(
                  id, stored.get(EhiIndex.TITLE_FIELD), stored.get(EhiIndex.TEXT_FIELD)));
        });
  }

  /** How many documents can be found. */
  public int size() throws IOException {
    return withSnapshot(snapshot -> snapshot.reader().numDocs());
  }

  /** The tree that routes queries. */
  public Tree tree() throws IOException {
    return withSnapshot(Snapshot::tree);
  }

  /** How many documents lie in each leaf, deleted ones left out. // (leaves) */
  public int[] leafSizes() throws IOException {
    return withSnapshot(Snapshot::leafSizes);
  }

  /** What is kept with the index. */
  public Map<String, String> properties() throws IOException {
    return withSnapshot(snapshot -> Map.copyOf(snapshot.reader().getIndexCommit().getUserData()));
  }

  /** What recalls take, if the index is calibrated. */
  public Optional<Calibration> calibration() throws IOException {
    return withSnapshot(snapshot -> Calibration.of(snapshot.reader(), EhiIndex.VECTOR_FIELD));
  }

  /** The make-up of the index. */
  public IndexDescription describe() throws IOException {
    return withSnapshot(IndexDescription::of);
  }

  /**
   * Reads all files of the index and compares their checksums.
   *
   * @throws org.apache.lucene.index.CorruptIndexException if one of them is damaged
   */
  public void checkIntegrity() throws IOException {
    withSnapshot(
        snapshot -> {
          for (LeafReaderContext context : snapshot.reader().leaves()) {
            context.reader().checkIntegrity();
          }
          Tree ofFile = TreeFile.read(snapshot.reader().directory()).tree();
          if (!ofFile.id().equals(snapshot.tree().id())) {
            throw new CorruptIndexException(
                "another tree than the one in the segments", TreeFile.NAME);
          }
          return snapshot;
        });
  }

  /** Moves on to the newest state of the index; returns whether anything had changed. */
  public boolean refresh() throws IOException {
    Snapshot before = snapshots.acquire();
    try {
      snapshots.maybeRefreshBlocking();
      return withSnapshot(now -> now != before);
    } finally {
      snapshots.release(before);
    }
  }

  private <T> T withSnapshot(IOFunction<Snapshot, T> action) throws IOException {
    Snapshot snapshot = snapshots.acquire();
    try {
      return action.apply(snapshot);
    } finally {
      snapshots.release(snapshot);
    }
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(snapshots, owned);
  }
}
