package dev.ehi.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.lucene.search.TaskExecutor;
import org.apache.lucene.store.RandomAccessInput;
import org.jspecify.annotations.Nullable;

/**
 * Searches one query with several threads: they score the leaves that its plan admits, each some of
 * them, and one thread then collects in the order of the plan. What it finds and counts is what one
 * thread alone does.
 */
final class ParallelSearch {

  /**
   * How many vectors a thread scores at least; for fewer, handing over costs more than it gains.
   */
  static final int MIN_SHARE = 4096;

  private final SnapshotSearch search;
  private final TaskExecutor executor;

  ParallelSearch(SnapshotSearch search, TaskExecutor executor) {
    this.search = search;
    this.executor = executor;
  }

  /**
   * @param query of length 1 // (dim)
   */
  SearchResult run(float[] query) throws IOException {
    long start = System.nanoTime();
    LeafPlan plan = search.plan(query);
    if (search.scoresAll(plan)) {
      return search.collect(query, plan, search.scans(query), start);
    }
    List<KnownScores> known = new ArrayList<>();
    List<Callable<@Nullable Void>> shares = new ArrayList<>();
    for (SearchedSegment segment : search.segments()) {
      KnownScores scores =
          new KnownScores(segment, plan, PositionScorer.scanned(segment.field(), query));
      known.add(scores);
      addShares(shares, segment, scores, query, plan.admitted());
    }
    if (shares.size() < 2) {
      return search.collect(query, plan, search.scans(query), start);
    }
    executor.invokeAll(shares);
    return search.collect(query, plan, search.scans(query, known), start);
  }

  private static void addShares(
      List<Callable<@Nullable Void>> shares,
      SearchedSegment segment,
      KnownScores scores,
      float[] query,
      int ranks) {
    int from = 0;
    for (int to = 1; to <= ranks; to++) {
      if (scores.size(from, to) >= MIN_SHARE || (to == ranks && scores.size(from, to) > 0)) {
        shares.add(share(segment, scores, query, from, to));
        from = to;
      }
    }
  }

  private static Callable<@Nullable Void> share(
      SearchedSegment segment, KnownScores scores, float[] query, int from, int to) {
    return () -> {
      PositionScorer scorer = PositionScorer.scanned(segment.field(), query);
      RandomAccessInput documents = segment.field().documents();
      KnownScores.Scratch scratch = new KnownScores.Scratch();
      for (int rank = from; rank < to; rank++) {
        scores.compute(rank, scorer, documents, scratch);
      }
      return null;
    };
  }
}
