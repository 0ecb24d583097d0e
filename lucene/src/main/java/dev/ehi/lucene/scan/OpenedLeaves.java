package dev.ehi.lucene.scan;

import java.util.Arrays;
import java.util.BitSet;
import org.apache.lucene.util.FixedBitSet;

/** Which leaves a search has opened. For one thread. */
public final class OpenedLeaves {
  private static final int FIRST_LINKED = 512; // leaves that there is room for at first

  private final LeafPlan plan;
  private final FixedBitSet opened;
  private final BitSet linkedRanks = new BitSet(0); // of the plan, opened by a link before
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
      linkedRanks.set(ranked - 1);
    }
    return -1;
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

  /** How many leaves of the plan are open: those of rank 0 to ranked - 1. */
  public int ranked() {
    return ranked;
  }

  /** Whether the leaf of a rank below {@link #ranked} was opened because a link led there. */
  public boolean isLinkedRank(int rank) {
    return linkedRanks.get(rank);
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
