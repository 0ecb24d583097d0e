package dev.ehi.core.tree;

import java.util.Arrays;

/** Leaves in falling order of probability, and of equals the one with the smallest number first. */
public final class RankedLeaves {

  private long[] keys = new long[64]; // probability before leaf, so that they sort
  private int size;

  RankedLeaves() {}

  void add(int leaf, float logProbability) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
    }
    keys[size++] = (long) ~sortable(Float.floatToIntBits(logProbability)) << Integer.SIZE | leaf;
  }

  RankedLeaves sorted() {
    Arrays.sort(keys, 0, size);
    return this;
  }

  /** Bits that are ordered as the floats are; turns them back, too. */
  private static int sortable(int bits) {
    return bits ^ (bits >> (Integer.SIZE - 1)) & Integer.MAX_VALUE;
  }

  /** How many leaves there are; ranks go from 0 to size - 1. */
  public int size() {
    return size;
  }

  /** The leaf of a rank. */
  public int leaf(int rank) {
    return (int) keys[rank];
  }

  /** The log-probability of the leaf of a rank. */
  public float logProbability(int rank) {
    return Float.intBitsToFloat(sortable(~(int) (keys[rank] >> Integer.SIZE)));
  }
}
