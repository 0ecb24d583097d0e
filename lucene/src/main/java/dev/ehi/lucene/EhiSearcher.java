package dev.ehi.lucene;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.Weight;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IOFunction;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * Searches an index. It sees the index as it was when it was opened or last {@linkplain #refresh
 * refreshed}. Safe for concurrent use; a search runs in the thread that asks for it.
 *
 * <p>A search routes the query, opens the leaves that the {@link Budget} admits, each in all
 * segments, scores the documents in them and keeps the best. It always returns k hits if as many
 * documents match: while it has fewer, it opens further leaves. All scores are exact; what a
 * quantised index may miss of the best, {@link LeafEncoding} says.
 */
public final class EhiSearcher implements Closeable {

  private final Snapshots snapshots;
  private final @Nullable Directory owned;

  private EhiSearcher(Snapshots snapshots, @Nullable Directory owned) {
    this.snapshots = snapshots;
    this.owned = owned;
  }

  /**
   * Opens the last commit of an index.
   *
   * @throws IOException if there is no complete index, or if it is damaged
   */
  public static EhiSearcher open(Path path) throws IOException {
    Directory directory = IndexDirectory.openIndex(path);
    try {
      return new EhiSearcher(new Snapshots(DirectoryReader.open(directory), directory), directory);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, directory);
      throw t;
    }
  }

  /** On a reader of an index that is open for changes. */
  static EhiSearcher of(DirectoryReader reader, Directory directory) throws IOException {
    return new EhiSearcher(new Snapshots(reader, directory), null);
  }

  /**
   * The k documents most similar to the query among those in the leaves that are opened.
   *
   * @param query of length 1 // (dim)
   * @throws IllegalArgumentException if the query does not have the dimension of the index, or k is
   *     below 1
   */
  public SearchResult search(float[] query, int k, Budget budget) throws IOException {
    return withSnapshot(snapshot -> search(snapshot, query, k, budget, null));
  }

  /**
   * The k documents most similar to the query among those that match a filter; see {@link
   * #search(float[], int, Budget)}.
   */
  public SearchResult search(float[] query, int k, Budget budget, Query filter) throws IOException {
    return withSnapshot(snapshot -> search(snapshot, query, k, budget, filter));
  }

  private static SearchResult search(
      Snapshot snapshot, float[] query, int k, Budget budget, @Nullable Query filter)
      throws IOException {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, got " + k);
    }
    long start = System.nanoTime();
    LeafPlan plan =
        new LeafPlan(
            snapshot.tree(),
            VectorSimilarityFunction.DOT_PRODUCT,
            query,
            budget,
            snapshot::leafSize);
    int wanted = Math.clamp(snapshot.reader().numDocs(), 1, k);
    TopKnnCollector collector = new TopKnnCollector(wanted, Integer.MAX_VALUE);
    List<LeafScan> scans = scans(snapshot, query, filter);
    int opened = LeafSearch.run(scans, plan, collector);
    List<SearchResult.Hit> hits = hits(snapshot, collector.topDocs());
    long nanos = System.nanoTime() - start;
    return new SearchResult(
        hits,
        visited(snapshot, plan, opened),
        collector.visitedCount(),
        scans.stream().mapToLong(LeafScan::rescored).sum(),
        plan.cost(),
        nanos);
  }

  private static List<LeafScan> scans(Snapshot snapshot, float[] query, @Nullable Query filter)
      throws IOException {
    IndexSearcher searcher = snapshot.searcher();
    Weight weight =
        filter == null
            ? null
            : searcher.createWeight(
                searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, /* boost= */ 1);
    List<LeafScan> scans = new ArrayList<>();
    for (Snapshot.Segment segment : snapshot.segments()) {
      AcceptDocs accepted = accepted(segment.context(), weight);
      scans.add(new LeafScan(segment.leaves(), query, accepted, segment.context().docBase));
    }
    return scans;
  }

  private static AcceptDocs accepted(LeafReaderContext context, @Nullable Weight filter) {
    Bits liveDocs = context.reader().getLiveDocs();
    int maxDoc = context.reader().maxDoc();
    return filter == null
        ? AcceptDocs.fromLiveDocs(liveDocs, maxDoc)
        : AcceptDocs.fromIteratorSupplier(() -> matches(filter, context), liveDocs, maxDoc);
  }

  private static DocIdSetIterator matches(Weight filter, LeafReaderContext context)
      throws IOException {
    Scorer scorer = filter.scorer(context);
    return scorer == null ? DocIdSetIterator.empty() : scorer.iterator();
  }

  private static List<SearchResult.Hit> hits(Snapshot snapshot, TopDocs top) throws IOException {
    List<SearchResult.Hit> hits = new ArrayList<>(top.scoreDocs.length);
    List<LeafReaderContext> contexts = snapshot.reader().leaves();
    for (ScoreDoc hit : top.scoreDocs) {
      LeafReaderContext context = contexts.get(ReaderUtil.subIndex(hit.doc, contexts));
      BinaryDocValues ids = DocValues.getBinary(context.reader(), EhiIndex.ID_FIELD);
      if (!ids.advanceExact(hit.doc - context.docBase)) {
        throw new IllegalStateException("document " + hit.doc + " has no id");
      }
      float dotProduct = 2 * hit.score - 1; // from Lucene's score, (1 + dot product) / 2
      hits.add(new SearchResult.Hit(ids.binaryValue().utf8ToString(), dotProduct));
    }
    return hits;
  }

  private static List<SearchResult.VisitedLeaf> visited(
      Snapshot snapshot, LeafPlan plan, int opened) {
    List<SearchResult.VisitedLeaf> visited = new ArrayList<>(opened);
    for (int rank = 0; rank < opened; rank++) {
      int leaf = plan.leaf(rank);
      List<Integer> path = new ArrayList<>();
      for (int branch : snapshot.tree().shape().path(leaf)) {
        path.add(branch);
      }
      visited.add(
          new SearchResult.VisitedLeaf(
              leaf, path, plan.logProbability(rank), snapshot.leafSize(leaf)));
    }
    return visited;
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

  /** What the index was created with. */
  public Map<String, String> properties() throws IOException {
    return withSnapshot(snapshot -> Map.copyOf(snapshot.reader().getIndexCommit().getUserData()));
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
