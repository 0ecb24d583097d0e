package dev.ehi.core.tree;

import java.util.function.IntConsumer;

/**
 * Which leaves a search has opened that goes on through links, and from which of them it has gone
 * on. For one search at a time, by one thread.
 */
public final class LinkWalk {

  private final LeafLinks links;
  private final int[] opened; // (leaves) number of the last search that opened the leaf
  private final int[] left; // (leaves) number of the last search that went on from the leaf
  private int search = 1;

  public LinkWalk(LeafLinks links) {
    this.links = links;
    this.opened = new int[links.leaves()];
    this.left = new int[links.leaves()];
  }

  /** Begins another search, to which all leaves are closed. */
  public void restart() {
    search++;
  }

  /** Opens a leaf; returns whether it was closed. */
  public boolean open(int leaf) {
    boolean wasClosed = opened[leaf] != search;
    opened[leaf] = search;
    return wasClosed;
  }

  /** Whether a leaf is open. */
  public boolean isOpen(int leaf) {
    return opened[leaf] == search;
  }

  /**
   * Goes on from a leaf, unless that was done before: opens what it is linked to.
   *
   * @param action takes each leaf that was closed
   */
  public void goOn(int leaf, IntConsumer action) {
    if (left[leaf] == search) {
      return;
    }
    left[leaf] = search;
    int count = links.count(leaf);
    for (int rank = 0; rank < count; rank++) {
      int next = links.link(leaf, rank);
      if (open(next)) {
        action.accept(next);
      }
    }
  }
}
