package dev.ehi.lucene.scan;

import dev.ehi.core.tree.LeafLinks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.FixedBitSet;

/**
 * Searches segments that share a tree, leaf by leaf in the order of a plan, and then through links
 * if the budget says so. For one query and one thread.
 */
public final class LeafSearch {

  private final List<SearchedSegment> segments;
  private final List<LeafScan> scans = new ArrayList<>(); // of each segment
  private final LeafPlan plan;
  private final KnnCollector collector;
  private final BestLeaves best;
  private final OpenedLeaves opened;

  /**
   * @param query // (dim)
   * @param scans one for each segment
   */
  public LeafSearch(
      List<SearchedSegment> segments,
      float[] query,
      List<BlockScan> scans,
      LeafPlan plan,
      KnnCollector collector)
      throws IOException {
    this.segments = segments;
    this.plan = plan;
    this.collector = collector;
    this.best = sources(segments, plan.budget());
    this.opened = new OpenedLeaves(plan);
    for (int i = 0; i < segments.size(); i++) {
      this.scans.add(new LeafScan(segments.get(i), query, scans.get(i), collector, best));
    }
  }

  private static BestLeaves sources(List<SearchedSegment> segments, Budget budget) {
    if (budget instanceof Budget.Linked(Budget _, Sources sources)) {
      int size = segments.stream().mapToInt(segment -> segment.field().size()).sum();
      return new BestLeaves(Math.min(sources.most(), size), sources);
    }
    return BestLeaves.none();
  }

  /**
   * Opens the leaves that the budget admits, each in all segments, and those that links lead to
   * from the best documents if it is {@link Budget.Linked}; then goes on in the order of the plan
   * until the collector has all the results that it wants. If so few documents are accepted that
   * scoring them all takes no more than half of what the budget admits, all are scored and no leaf
   * is opened.
   */
  public OpenedLeaves run() throws IOException {
    if (isCheapToScoreAll(segments, plan, collector.k())) {
      for (LeafScan scan : scans) {
        if (!scan.all()) {
          break;
        }
      }
      return opened;
    }
    boolean goesOn = openAdmitted();
    if (goesOn && plan.budget() instanceof Budget.Linked(Budget first, Sources _)) {
      if (first instanceof Budget.Documents(int count)) {
        goesOn = openUntilVisited(Math.min(count, documentsAdmitted(segments, plan)));
      }
      goesOn = goesOn && openLinked(plan.tree().links().orElseThrow());
    }
    while (goesOn && finish() && !isFull()) {
      goesOn = openNext();
    }
    return opened;
  }

  private boolean openAdmitted() throws IOException {
    while (opened.ranked() < plan.admitted()) {
      if (!openNext()) {
        return false;
      }
    }
    return finish();
  }

  /** Where a filter accepts few documents, so many of them lie in more leaves. */
  private boolean openUntilVisited(long documents) throws IOException {
    while (collector.visitedCount() < documents && opened.ranked() < plan.tree().shape().leaves()) {
      if (!openNext() || !finish()) {
        return false;
      }
    }
    return true;
  }

  /** Goes on, in rounds, from all leaves that hold one of the best documents. */
  private boolean openLinked(LeafLinks links) throws IOException {
    FixedBitSet left = new FixedBitSet(plan.tree().shape().leaves()); // leaves gone on from
    for (int[] next = next(links, left); next.length > 0; next = next(links, left)) {
      askFor(next);
      for (int leaf : next) {
        if (!open(leaf)) {
          return false;
        }
      }
      if (!finish()) {
        return false;
      }
    }
    return true;
  }

  /** A single leaf is waited for once in any case. */
  private void askFor(int[] leaves) throws IOException {
    for (int i = 0; i < segments.size() && leaves.length > 1; i++) {
      LeafReads.of(segments.get(i), leaves).ask(0);
    }
  }

  /** The closed leaves that those of the best documents are linked to. */
  private int[] next(LeafLinks links, FixedBitSet left) {
    int before = opened.linkedCount();
    for (int rank = 0; rank < best.size(); rank++) {
      int leaf = best.leaf(rank);
      if (left.getAndSet(leaf)) {
        continue;
      }
      int count = links.count(leaf);
      for (int i = 0; i < count; i++) {
        opened.openLinked(links.link(leaf, i));
      }
    }
    return opened.linked(before, opened.linkedCount());
  }

  /** Opens the next leaf of the plan, if it is closed; returns false if the search is over. */
  private boolean openNext() throws IOException {
    int leaf = opened.nextByRank();
    return leaf >= 0 && (opened.isLinked(leaf) || open(leaf));
  }

  private boolean open(int leaf) throws IOException {
    for (LeafScan scan : scans) {
      if (!scan.leaf(leaf)) {
        return false;
      }
    }
    return true;
  }

  private boolean finish() throws IOException {
    for (LeafScan scan : scans) {
      if (!scan.finish()) {
        return false;
      }
    }
    return true;
  }

  private boolean isFull() {
    return collector.minCompetitiveSimilarity() > Float.NEGATIVE_INFINITY;
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
}
