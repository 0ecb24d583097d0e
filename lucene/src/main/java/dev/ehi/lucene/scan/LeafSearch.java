package dev.ehi.lucene.scan;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.search.KnnCollector;

/** Searches segments that share a tree, leaf by leaf in the order of a plan. */
public final class LeafSearch {

  private LeafSearch() {}

  /**
   * Opens the leaves that the budget admits, each in all segments, and goes on until the collector
   * has all the results that it wants. If so few documents are accepted that scoring them all takes
   * no more than half of what the budget admits, all are scored and no leaf is opened.
   *
   * @return how many leaves were opened
   */
  public static int run(List<LeafScan> segments, LeafPlan plan, KnnCollector collector)
      throws IOException {
    if (isCheapToScoreAll(segments.stream().map(LeafScan::segment).toList(), plan, collector.k())) {
      for (LeafScan segment : segments) {
        if (!segment.all()) {
          break;
        }
      }
      return 0;
    }
    int rank = 0;
    while (rank < plan.admitted()) {
      if (!open(plan.leaf(rank++), segments)) {
        return rank;
      }
    }
    while (finish(segments) && !isFull(collector)) {
      int leaf = plan.leaf(rank);
      if (leaf < 0 || !open(leaf, segments)) {
        break;
      }
      rank++;
    }
    return rank;
  }

  /** Asks for what {@link #run} will read of the leaves that the budget admits. */
  public static void prefetch(List<SearchedSegment> segments, LeafPlan plan, int k)
      throws IOException {
    if (isCheapToScoreAll(segments, plan, k)) {
      return;
    }
    for (SearchedSegment segment : segments) {
      LeafReads.of(segment, plan).ask(0);
    }
  }

  private static boolean open(int leaf, List<LeafScan> segments) throws IOException {
    for (LeafScan segment : segments) {
      if (!segment.leaf(leaf)) {
        return false;
      }
    }
    return true;
  }

  private static boolean finish(List<LeafScan> segments) throws IOException {
    for (LeafScan segment : segments) {
      if (!segment.finish()) {
        return false;
      }
    }
    return true;
  }

  /** Whether no leaf needs to be opened to find the best k. */
  public static boolean isCheapToScoreAll(List<SearchedSegment> segments, LeafPlan plan, int k) {
    long accepted = 0;
    boolean areAll = true;
    for (SearchedSegment segment : segments) {
      accepted += segment.accepted().count();
      areAll &= segment.accepted().areAll();
    }
    return accepted <= k || !areAll && 2 * accepted <= documentsAdmitted(segments, plan);
  }

  /** How many vectors lie in the leaves that a plan admits. */
  public static long documentsAdmitted(List<SearchedSegment> segments, LeafPlan plan) {
    long documents = 0;
    for (int rank = 0; rank < plan.admitted(); rank++) {
      for (SearchedSegment segment : segments) {
        documents += segment.field().leafSize(plan.leaf(rank));
      }
    }
    return documents;
  }

  private static boolean isFull(KnnCollector collector) {
    return collector.minCompetitiveSimilarity() > Float.NEGATIVE_INFINITY;
  }
}
