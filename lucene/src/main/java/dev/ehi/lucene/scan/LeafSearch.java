package dev.ehi.lucene.scan;

import dev.ehi.core.tree.LeafLinks;
import dev.ehi.core.tree.LinkWalk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.search.KnnCollector;

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
  private final LinkCandidates candidates;
  private final SearchScope scope;
  private final boolean scoresAll; // and opens no leaf

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
    this.scope = new SearchScope(segments, plan);
    this.opened = new OpenedLeaves(plan);
    this.scoresAll = scope.isCheapToScoreAll(collector.k());
    if (plan.budget() instanceof Budget.Linked(Budget _, Sources sources) && !scoresAll) {
      this.best = new BestLeaves(most(segments, sources), sources);
      LeafLinks links = plan.tree().links().orElseThrow();
      this.candidates = LinkCandidates.of(links, plan.similarity(), query);
    } else {
      this.best = BestLeaves.none();
      this.candidates = LinkCandidates.none();
    }
    for (int i = 0; i < segments.size(); i++) {
      this.scans.add(new LeafScan(segments.get(i), query, scans.get(i), collector, best));
    }
  }

  private static int most(List<SearchedSegment> segments, Sources sources) {
    int size = segments.stream().mapToInt(segment -> segment.field().size()).sum();
    return Math.min(sources.most(), size);
  }

  /**
   * Opens the leaves that the budget admits, each in all segments; if it is {@link Budget.Linked},
   * only the promising ones from some rank on, and those that links lead to from the best
   * documents; then goes on in the order of the plan until the collector has all the results that
   * it wants. Where a filter leaves documents out, it opens further leaves until it has seen as
   * many accepted ones; if {@linkplain SearchScope#isCheapToScoreAll few} are accepted, all are
   * scored and no leaf is opened.
   */
  public OpenedLeaves run() throws IOException {
    if (scoresAll) {
      for (LeafScan scan : scans) {
        if (!scan.all()) {
          break;
        }
      }
      return opened;
    }
    boolean goesOn = openAdmitted() && openWider();
    if (goesOn && plan.budget() instanceof Budget.Linked) {
      goesOn = openLinked(plan.tree().links().orElseThrow());
    }
    while (goesOn && finish() && !isFull()) {
      goesOn = openNext();
    }
    return opened;
  }

  private boolean openAdmitted() throws IOException {
    int unseen = scope.openedUnseen();
    while (opened.ranked() < unseen) {
      if (!openNext()) {
        return false;
      }
    }
    while (opened.ranked() < plan.admitted()) {
      if (!finish() || !openPromising()) {
        return false;
      }
    }
    return true;
  }

  /** Opens those of the leaves that follow which may hold a result or a document to go on from. */
  private boolean openPromising() throws IOException {
    float least = Math.min(collector.minCompetitiveSimilarity(), best.competitive());
    int count = Math.min(LinkWalk.AT_FIRST, plan.admitted() - opened.ranked());
    int[] promising = opened.openPromising(count, candidates, least);
    askFor(promising);
    return openAll(promising);
  }

  /** Where a filter leaves documents out, as many others lie in further leaves. */
  private boolean openWider() throws IOException {
    boolean goesOn = finish();
    if (!goesOn || !scope.isFiltered()) {
      return goesOn;
    }
    int[] further = furtherLeaves();
    askFor(further);
    for (int i = 0; i < further.length; i++) {
      if (!openNext()) {
        return false;
      }
    }
    return finish();
  }

  /** Those by rank until the accepted vectors of all opened leaves are as many as are wanted. */
  private int[] furtherLeaves() throws IOException {
    IntStream.Builder further = IntStream.builder();
    long wanted = scope.wanted();
    long accepted = scans.stream().mapToLong(LeafScan::accepted).sum();
    for (int rank = opened.ranked(); accepted < wanted && plan.leaf(rank) >= 0; rank++) {
      further.add(plan.leaf(rank));
      for (LeafScan scan : scans) {
        accepted += scan.accepted(plan.leaf(rank));
      }
    }
    return further.build().toArray();
  }

  /** What looking at leaves has cost, in dot products. */
  public double lookCost() {
    return candidates.cost();
  }

  /** Goes on, a few leaves at a time, from all leaves that hold one of the best documents. */
  private boolean openLinked(LeafLinks links) throws IOException {
    LinkFollower follower =
        scope.isFiltered()
            ? LinkFollower.through(links, opened, candidates, scans)
            : LinkFollower.direct(links, opened, candidates);
    for (int[] next = follower.next(best); next.length > 0; next = follower.next(best)) {
      askFor(next);
      if (!openAll(next) || !finish()) {
        return false;
      }
    }
    return true;
  }

  private boolean openAll(int[] leaves) throws IOException {
    for (int leaf : leaves) {
      if (!open(leaf)) {
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

  /** Opens the next closed leaf of the plan; returns false if the search is over. */
  private boolean openNext() throws IOException {
    int leaf = opened.nextByRank();
    return leaf >= 0 && open(leaf);
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

  /** Asks for what {@link #run} will read of the leaves that it opens in any case. */
  public static void prefetch(List<SearchedSegment> segments, LeafPlan plan, int k)
      throws IOException {
    SearchScope scope = new SearchScope(segments, plan);
    if (scope.isCheapToScoreAll(k)) {
      return;
    }
    for (SearchedSegment segment : segments) {
      LeafReads.of(segment, plan, scope.openedUnseen()).ask(0);
    }
  }
}
