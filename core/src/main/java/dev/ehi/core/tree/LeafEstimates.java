package dev.ehi.core.tree;

/**
 * Estimates the dot products of a query with what stands for leaves. The query is rounded to 4 bits
 * a component, so that it can be multiplied a bit at a time. For one thread.
 */
public final class LeafEstimates {
  private static final double COST = 1. / 4; // of an estimate, in dot products (decisions/0021)
  private static final int PLANES = 4; // bits of a component of the query
  private static final int HIGHEST = (1 << PLANES) - 1;

  private final LeafSketches sketches;
  private final int words; // that hold the bits of a leaf
  private final long[] planes; // (words, PLANES) bits of the query
  private final float base; // of the query and the centre
  private final float sum; // of the query's components
  private final float low; // what a component of 0 stands for
  private final float step; // from one number to the next
  private float[] dots = new float[2 * LinkWalk.TOGETHER];
  private int estimated;

  LeafEstimates(LeafSketches sketches, float[] query) {
    this.sketches = sketches;
    words = sketches.words();
    base = sketches.dotWithCentre(query);
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    float sum = 0;
    for (float value : query) {
      least = Math.min(least, value);
      most = Math.max(most, value);
      sum += value;
    }
    this.sum = sum;
    low = least;
    step = (most - least) / HIGHEST;
    planes = planes(query);
  }

  private long[] planes(float[] query) {
    float perStep = step > 0 ? 1 / step : 0;
    int[] rounded = new int[words * Long.SIZE];
    for (int j = 0; j < query.length; j++) {
      rounded[j] = Math.min(HIGHEST, (int) ((query[j] - low) * perStep + .5f));
    }
    long[] planes = new long[words * PLANES];
    for (int i = 0; i < planes.length; i++) {
      int from = i / PLANES * Long.SIZE;
      int plane = i % PLANES;
      long bits = 0;
      for (int bit = 0; bit < Long.SIZE; bit++) {
        bits |= (long) (rounded[from + bit] >>> plane & 1) << bit;
      }
      planes[i] = bits;
    }
    return planes;
  }

  /**
   * Brings those leaves to the front, in their order, whose dot product is estimated to be of
   * interest.
   *
   * @param leaves the first {@code count} are looked at, and moved
   * @param least dot product that is of interest; if that is any, nothing is estimated
   * @return how many are promising
   */
  public int promising(int[] leaves, int count, float least) {
    if (least == Float.NEGATIVE_INFINITY) {
      return count;
    }
    if (dots.length < count) {
      dots = new float[count];
    }
    dots(leaves, count, dots);
    int promising = 0;
    for (int i = 0; i < count; i++) {
      if (dots[i] >= least) {
        leaves[promising++] = leaves[i];
      }
    }
    return promising;
  }

  /**
   * Dot products of the query and what stands for leaves. All are computed before one is looked at,
   * so that sketches are waited for together.
   *
   * @param dots receives them // (count)
   */
  void dots(int[] leaves, int count, float[] dots) {
    estimated += count;
    for (int i = 0; i < count; i++) {
      dots[i] = sketches.factor(leaves[i]);
    }
    for (int i = 0; i < count; i++) {
      dots[i] = base + dots[i] * signed(leaves[i]);
    }
  }

  private float signed(int leaf) {
    int ones = 0;
    int steps = 0;
    for (int word = 0, at = 0; word < words; word++, at += PLANES) {
      long bits = sketches.bits(leaf, word);
      ones += Long.bitCount(bits);
      steps +=
          Long.bitCount(bits & planes[at])
              + (Long.bitCount(bits & planes[at + 1]) << 1)
              + (Long.bitCount(bits & planes[at + 2]) << 2)
              + (Long.bitCount(bits & planes[at + 3]) << 3);
    }
    float above = low * ones + step * steps; // sum of the query where the bits are 1
    return 2 * above - sum;
  }

  /** What the estimates have cost so far, in dot products of the same dimension. */
  public double cost() {
    return COST * estimated;
  }
}
