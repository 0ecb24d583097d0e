package dev.ehi.lucene.scan;

import java.util.BitSet;

/** Which leaves a search has opened. For one thread. */
public final class OpenedLeaves {
  private final LeafPlan plan;
  private final BitSet opened = new BitSet();
  private final BitSet linked = new BitSet(); // those to which links led
  private int ranked;

  OpenedLeaves(LeafPlan plan) {
    this.plan = plan;
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

  /** Notes a leaf that a link leads to; returns whether it was closed. */
  boolean openLinked(int leaf) {
    if (opened.get(leaf)) {
      return false;
    }
    opened.set(leaf);
    linked.set(leaf);
    return true;
  }

  /** How many leaves of the plan were opened: those of rank 0 to ranked - 1. */
  public int ranked() {
    return ranked;
  }

  /** Whether a leaf was opened because a link led there. */
  public boolean isLinked(int leaf) {
    return linked.get(leaf);
  }

  /** The leaves to which links led, by their numbers. */
  public int[] linked() {
    return linked.stream().toArray();
  }
}
