package dev.ehi.lucene.scan;

import java.util.Arrays;
import org.apache.lucene.util.FixedBitSet;

/** Which leaves a search has opened. For one thread. */
public final class OpenedLeaves {
  private static final int FIRST_LINKED = 128; // leaves that there is room for at first

  private final LeafPlan plan;
  private final FixedBitSet opened;
  private final FixedBitSet isLinked;
  private int[] linked = {}; // in the order of opening
  private int linkedCount;
  private int ranked;

  OpenedLeaves(LeafPlan plan) {
    this.plan = plan;
    int leaves = plan.tree().shape().leaves();
    opened = new FixedBitSet(leaves);
    isLinked = new FixedBitSet(plan.budget() instanceof Budget.Linked ? leaves : 0);
  }

  /**
   * Notes the leaf that follows in the plan.
   *
   * @return that leaf, -1 if there is none
   */
  int nextByRank() {
    int leaf = plan.leaf(ranked);
    if (leaf >= 0) {
      ranked++;
      opened.set(leaf);
    }
    return leaf;
  }

  /** Notes a leaf that a link leads to, if it was closed. */
  void openLinked(int leaf) {
    if (!opened.getAndSet(leaf)) {
      isLinked.set(leaf);
      if (linkedCount == linked.length) {
        linked = Arrays.copyOf(linked, Math.max(FIRST_LINKED, 2 * linkedCount));
      }
      linked[linkedCount++] = leaf;
    }
  }

  /** How many leaves of the plan were opened: those of rank 0 to ranked - 1. */
  public int ranked() {
    return ranked;
  }

  /** Whether a leaf was opened because a link led there. */
  public boolean isLinked(int leaf) {
    return linkedCount > 0 && isLinked.get(leaf);
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
