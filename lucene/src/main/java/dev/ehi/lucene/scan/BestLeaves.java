package dev.ehi.lucene.scan;

import org.apache.lucene.util.NumericUtils;

/**
 * The leaves in which the best documents of a search lie so far, as many of them as it may go on
 * from. For one thread.
 */
final class BestLeaves {
  private static final long LEFT = 1; // set once the search has gone on from there

  private final Sources sources;
  private final long[] best; // (most) by rank: sortable score, 31 bits for the leaf, LEFT
  private int size;
  private int left; // documents of lower rank have all been left

  /**
   * @param most documents that are of interest
   * @param sources which of them are
   */
  BestLeaves(int most, Sources sources) {
    this.sources = sources;
    best = new long[most];
  }

  /** For a search that goes on from nowhere. */
  static BestLeaves none() {
    return new BestLeaves(0, new Sources.Best(1));
  }

  private static long entry(int leaf, float score) {
    return (long) NumericUtils.floatToSortableInt(score) << Integer.SIZE | (long) leaf << 1;
  }

  private float score(int rank) {
    return NumericUtils.sortableIntToFloat((int) (best[rank] >> Integer.SIZE));
  }

  /** Only documents of a higher score are of interest. */
  float competitive() {
    if (best.length == 0) {
      return Float.POSITIVE_INFINITY;
    }
    if (size == 0) {
      return Float.NEGATIVE_INFINITY;
    }
    float near = Math.nextDown(sources.least(score(0)));
    return size < best.length ? near : Math.max(near, score(size - 1));
  }

  /** Adds a document that is {@linkplain #competitive}, behind those of the same score. */
  void add(int leaf, float score) {
    int rank = rank(score);
    size = Math.min(size + 1, best.length);
    System.arraycopy(best, rank, best, rank + 1, size - rank - 1);
    best[rank] = entry(leaf, score);
    left = Math.min(left, rank);
    float least = sources.least(score(0));
    while (score(size - 1) < least) {
      size--;
    }
  }

  /** How many documents have this score or a higher one. */
  private int rank(float score) {
    long lowest = (long) NumericUtils.floatToSortableInt(score) << Integer.SIZE; // of this score
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (best[middle] >= lowest) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The leaves of the best documents that the search has not gone on from, and now does.
   *
   * @param leaves receives as many of them as there is room for, best first
   * @return how many these are
   */
  int leave(int[] leaves) {
    int count = 0;
    for (; left < size && count < leaves.length; left++) {
      if ((best[left] & LEFT) == 0) {
        leaves[count++] = (int) best[left] >>> 1;
        best[left] |= LEFT;
      }
    }
    return count;
  }
}
