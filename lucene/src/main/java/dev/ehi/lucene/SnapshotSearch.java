package dev.ehi.lucene;

import dev.ehi.lucene.scan.BlockScan;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.scan.KnownScores;
import dev.ehi.lucene.scan.LeafPlan;
import dev.ehi.lucene.scan.LeafSearch;
import dev.ehi.lucene.scan.OpenedLeaves;
import dev.ehi.lucene.scan.SearchScope;
import dev.ehi.lucene.scan.SearchedSegment;
import dev.ehi.lucene.snapshot.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/** What one search, or one batch of searches, asks of an index at one point in time. */
final class SnapshotSearch {

  private final Snapshot snapshot;
  private final int k;
  private final Budget budget;
  private final List<SearchedSegment> segments = new ArrayList<>();

  /**
   * @param filter the documents to look at, null for all
   * @throws IllegalArgumentException if k is below 1
   */
  SnapshotSearch(Snapshot snapshot, int k, Budget budget, @Nullable Query filter)
      throws IOException {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, got " + k);
    }
    this.snapshot = snapshot;
    this.k = Math.clamp(snapshot.reader().numDocs(), 1, k);
    this.budget = budget;
    Weight weight = filter == null ? null : weight(snapshot.searcher(), filter);
    for (Snapshot.Segment segment : snapshot.segments()) {
      segments.add(weight == null ? alive(segment) : matching(segment, weight));
    }
  }

  private static SearchedSegment alive(Snapshot.Segment segment) throws IOException {
    LeafReader reader = segment.context().reader();
    AcceptDocs alive = AcceptDocs.fromLiveDocs(reader.getLiveDocs(), reader.maxDoc());
    return SearchedSegment.of(segment.leaves(), alive, segment.context().docBase);
  }

  private static SearchedSegment matching(Snapshot.Segment segment, Weight filter)
      throws IOException {
    LeafReaderContext context = segment.context();
    AcceptDocs matching =
        AcceptDocs.fromIteratorSupplier(
            () -> matches(filter, context),
            context.reader().getLiveDocs(),
            context.reader().maxDoc());
    return SearchedSegment.filtered(segment.leaves(), matching, context.docBase);
  }

  private static Weight weight(IndexSearcher searcher, Query filter) throws IOException {
    return searcher.createWeight(
        searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, /* boost= */ 1);
  }

  private static DocIdSetIterator matches(Weight filter, LeafReaderContext context)
      throws IOException {
    Scorer scorer = filter.scorer(context);
    return scorer == null ? DocIdSetIterator.empty() : scorer.iterator();
  }

  List<SearchedSegment> segments() {
    return segments;
  }

  /** How many leaves the tree has. */
  int leaves() {
    return snapshot.tree().shape().leaves();
  }

  /**
   * Routes a query. // (dim)
   *
   * @throws IllegalArgumentException if it has another dimension or a value that is not finite
   */
  LeafPlan plan(float[] query) {
    VectorUtil.checkFinite(query);
    return new LeafPlan(
        snapshot.tree(), VectorSimilarityFunction.DOT_PRODUCT, query, budget, snapshot::leafSize);
  }

  /** What a search with a plan visits. */
  SearchScope scope(LeafPlan plan) {
    return new SearchScope(segments, plan);
  }

  /** Whether the leaves of a plan need not be opened. */
  boolean scoresAll(LeafPlan plan) {
    return scope(plan).isCheapToScoreAll(k);
  }

  /** Asks for the leaves of a plan that are opened in any case. */
  void prefetch(LeafPlan plan) throws IOException {
    LeafSearch.prefetch(segments, plan, k);
  }

  /**
   * Searches one query from its routing to its hits.
   *
   * @param query of length 1 // (dim)
   */
  SearchResult run(float[] query) throws IOException {
    long start = System.nanoTime();
    LeafPlan plan = plan(query);
    prefetch(plan);
    return collect(query, plan, scans(query), start);
  }

  /** What scores each segment. // query (dim) */
  List<BlockScan> scans(float[] query) throws IOException {
    List<BlockScan> scans = new ArrayList<>(segments.size());
    for (SearchedSegment segment : segments) {
      scans.add(BlockScan.of(segment.field(), query));
    }
    return scans;
  }

  /**
   * What scores each segment, from what is known of it.
   *
   * @param query // (dim)
   * @param known one for each segment
   */
  List<BlockScan> scans(float[] query, List<KnownScores> known) throws IOException {
    List<BlockScan> scans = new ArrayList<>(segments.size());
    for (int i = 0; i < segments.size(); i++) {
      scans.add(BlockScan.of(segments.get(i).field(), query, known.get(i)));
    }
    return scans;
  }

  /**
   * Searches for a query that is routed.
   *
   * @param query of length 1 // (dim)
   * @param scans one for each segment
   * @param start when the search began, by {@link System#nanoTime}
   */
  SearchResult collect(float[] query, LeafPlan plan, List<BlockScan> scans, long start)
      throws IOException {
    TopKnnCollector collector = new TopKnnCollector(k, Integer.MAX_VALUE);
    LeafSearch search = new LeafSearch(segments, query, scans, plan, collector);
    OpenedLeaves opened = search.run();
    List<SearchResult.Hit> hits = hits(collector.topDocs());
    return new SearchResult(
        hits,
        byProbability(plan, opened),
        byLinks(opened),
        collector.visitedCount(),
        scans.stream().mapToLong(BlockScan::rescored).sum(),
        plan.cost() + search.lookCost(),
        System.nanoTime() - start);
  }

  private List<SearchResult.Hit> hits(TopDocs top) throws IOException {
    SearchResult.Hit[] hits = new SearchResult.Hit[top.scoreDocs.length];
    List<LeafReaderContext> contexts = snapshot.reader().leaves();
    LeafReaderContext context = null;
    BinaryDocValues ids = null;
    for (int rank : ranksByDocument(top.scoreDocs)) {
      ScoreDoc hit = top.scoreDocs[rank];
      if (context == null
          || ids == null
          || hit.doc >= context.docBase + context.reader().maxDoc()) {
        context = contexts.get(ReaderUtil.subIndex(hit.doc, contexts));
        ids = DocValues.getBinary(context.reader(), EhiIndex.ID_FIELD);
      }
      if (!ids.advanceExact(hit.doc - context.docBase)) {
        throw new IllegalStateException("document " + hit.doc + " has no id");
      }
      float dotProduct = 2 * hit.score - 1; // from Lucene's score, (1 + dot product) / 2
      hits[rank] = new SearchResult.Hit(ids.binaryValue().utf8ToString(), dotProduct);
    }
    return List.of(hits);
  }

  /** Values of documents are read forwards. */
  private static int[] ranksByDocument(ScoreDoc[] hits) {
    long[] keys = new long[hits.length]; // document before rank
    for (int rank = 0; rank < hits.length; rank++) {
      keys[rank] = (long) hits[rank].doc << Integer.SIZE | rank;
    }
    Arrays.sort(keys);
    int[] ranks = new int[hits.length];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = (int) keys[i];
    }
    return ranks;
  }

  private List<SearchResult.VisitedLeaf> byProbability(LeafPlan plan, OpenedLeaves opened) {
    int[] leaves = new int[opened.ranked()];
    float[] logProbabilities = new float[leaves.length];
    int count = 0;
    for (int rank = 0; rank < leaves.length; rank++) {
      if (opened.isOpenedByRank(rank)) {
        leaves[count] = plan.leaf(rank);
        logProbabilities[count++] = plan.logProbability(rank);
      }
    }
    return visitedLeaves(Arrays.copyOf(leaves, count), logProbabilities, sizes(leaves, count));
  }

  /** Holds no more than these arrays. */
  private static List<SearchResult.VisitedLeaf> visitedLeaves(
      int[] leaves, float[] logProbabilities, int[] sizes) {
    return new ListView<>(
        leaves.length, i -> new SearchResult.VisitedLeaf(leaves[i], logProbabilities[i], sizes[i]));
  }

  private List<SearchResult.LinkedLeaf> byLinks(OpenedLeaves opened) {
    int[] linked = opened.linked();
    return linkedLeaves(linked, sizes(linked, linked.length));
  }

  /** Holds no more than these arrays. */
  private static List<SearchResult.LinkedLeaf> linkedLeaves(int[] leaves, int[] sizes) {
    return new ListView<>(leaves.length, i -> new SearchResult.LinkedLeaf(leaves[i], sizes[i]));
  }

  private int[] sizes(int[] leaves, int count) {
    int[] sizes = new int[count];
    for (int i = 0; i < count; i++) {
      sizes[i] = snapshot.leafSize(leaves[i]);
    }
    return sizes;
  }
}
