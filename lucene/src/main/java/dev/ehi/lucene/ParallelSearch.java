package dev.ehi.lucene;

import dev.ehi.lucene.scan.KnownScores;
import dev.ehi.lucene.scan.LeafPlan;
import dev.ehi.lucene.scan.PositionScorer;
import dev.ehi.lucene.scan.SearchScope;
import dev.ehi.lucene.scan.SearchedSegment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.lucene.search.TaskExecutor;
import org.apache.lucene.store.RandomAccessInput;
import org.jspecify.annotations.Nullable;

/**
 * Searches one query with several threads: they score the leaves that are opened whatever they look
 * like, each some of them, and one thread then collects in the order of the plan. What it finds and
 * counts is what one thread alone does.
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
    search.prefetch(plan);
    SearchScope scope = search.scope(plan);
    if (search.scoresAll(plan) || scope.documentsUnseen() < 2 * MIN_SHARE) {
      return search.collect(query, plan, search.scans(query), start);
    }
    List<KnownScores> known = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    for (SearchedSegment segment : search.segments()) {
      KnownScores scores =
          new KnownScores(
              segment, plan, scope.openedUnseen(), PositionScorer.scanned(segment.field(), query));
      known.add(scores);
      addParts(parts, segment, scores, scope.openedUnseen());
    }
    executor.invokeAll(shares(parts, query));
    return search.collect(query, plan, search.scans(query, known), start);
  }

  /** Some of the leaves of a segment, by rank. */
  private record Part(SearchedSegment segment, KnownScores scores, int from, int to) {
    int size() {
      return scores.size(from, to);
    }

    void compute(float[] query) throws IOException {
      PositionScorer scorer = PositionScorer.scanned(segment.field(), query);
      RandomAccessInput documents = segment.field().documents();
      KnownScores.Scratch scratch = new KnownScores.Scratch();
      for (int rank = from; rank < to; rank++) {
        scores.compute(rank, scorer, documents, scratch);
      }
    }
  }

  private static void addParts(
      List<Part> parts, SearchedSegment segment, KnownScores scores, int ranks) {
    int from = 0;
    for (int to = 1; to <= ranks; to++) {
      if (to == ranks || scores.size(from, to) >= MIN_SHARE) {
        parts.add(new Part(segment, scores, from, to));
        from = to;
      }
    }
  }

  /** Puts parts together so that each share but the last has the least size. */
  private static List<Callable<@Nullable Void>> shares(List<Part> parts, float[] query) {
    List<Callable<@Nullable Void>> shares = new ArrayList<>();
    List<Part> open = new ArrayList<>();
    int size = 0;
    for (Part part : parts) {
      open.add(part);
      size += part.size();
      if (size >= MIN_SHARE) {
        shares.add(share(List.copyOf(open), query));
        open.clear();
        size = 0;
      }
    }
    if (size > 0) {
      shares.add(share(List.copyOf(open), query));
    }
    return shares;
  }

  private static Callable<@Nullable Void> share(List<Part> parts, float[] query) {
    return () -> {
      for (Part part : parts) {
        part.compute(query);
      }
      return null;
    };
  }
}
