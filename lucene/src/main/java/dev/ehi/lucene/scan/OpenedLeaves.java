package dev.ehi.lucene.scan;

import java.util.Arrays;
import java.util.BitSet;
import org.apache.lucene.util.FixedBitSet;

/** Which leaves a search has opened. For one thread. */
public final class OpenedLeaves {
  private static final int FIRST_LINKED = 512; // leaves that there is room for at first

  private final LeafPlan plan;
  private final FixedBitSet opened;
  private final BitSet passedRanks = new BitSet(0); // of the plan, not opened by it
  private int[] linked = {}; // in the order of opening
  private int linkedCount;
  private int ranked;

  OpenedLeaves(LeafPlan plan) {
    this.plan = plan;
    opened = new FixedBitSet(plan.tree().shape().leaves());
  }

  /**
   * Opens the closed leaf that follows in the plan.
   *
   * @return that leaf, -1 if there is none
   */
  int nextByRank() {
    for (int leaf = plan.leaf(ranked); leaf >= 0; leaf = plan.leaf(ranked)) {
      ranked++;
      if (!opened.getAndSet(leaf)) {
        return leaf;
      }
      passedRanks.set(ranked - 1);
    }
    return -1;
  }

  /**
   * Opens the promising ones of the closed leaves that follow in the plan, and passes the others
   * by.
   *
   * @param count of the leaves that follow
   * @param least score of the documents that are of interest
   * @return those that are open now
   */
  int[] openPromising(int count, LinkCandidates candidates, float least) {
    int end = ranked + count;
    for (int rank = ranked; rank < end; rank++) {
      candidates.add(plan.leaf(rank));
    }
    int[] promising = candidates.takePromising(least);
    for (int next = 0; ranked < end; ranked++) {
      if (next < promising.length && promising[next] == plan.leaf(ranked)) {
        opened.set(promising[next++]);
      } else {
        passedRanks.set(ranked);
      }
    }
    return promising;
  }

  boolean isOpen(int leaf) {
    return opened.get(leaf);
  }

  /** Opens a closed leaf that a link leads to. */
  void openLinked(int leaf) {
    opened.set(leaf);
    if (linkedCount == linked.length) {
      linked = Arrays.copyOf(linked, Math.max(FIRST_LINKED, 2 * linkedCount));
    }
    linked[linkedCount++] = leaf;
  }

  /** How many leaves of the plan were opened or passed by: those of rank 0 to ranked - 1. */
  public int ranked() {
    return ranked;
  }

  /**
   * Whether the leaf of a rank below {@link #ranked} was opened for its rank: not if it did not
   * look promising, or was open since a link led there.
   */
  public boolean isOpenedByRank(int rank) {
    return !passedRanks.get(rank);
  }

  /** How many leaves links led to. */
  int linkedCount() {
    return linkedCount;
  }

  /** The leaves to which links led, in the order of opening, from one number to before another. */
  int[] linked(int from, int to) {
    return Arrays.copyOfRange(linked, from, to);
  }

  /** The leaves to which links led, in the order of opening. */
  public int[] linked() {
    return linked(0, linkedCount);
  }
}
