package dev.ehi.core.tree;

import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What a search sees of leaves before it opens them: of the direction in which each leaf's
 * documents lie, longer where they lie around it, one bit a component, which says on which side of
 * a centre it lies. Dot products with it are estimated without bias (RaBitQ, Gao and Long, arXiv
 * 2405.12497, here without its rotation).
 *
 * <p>Immutable and safe for concurrent use.
 */
public final class LeafSketches {

  private static final ValueLayout.OfLong BITS = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfFloat FACTOR = ValueLayout.JAVA_FLOAT;
  private static final long LINE = 64; // bytes that come from memory together

  private final float[] centre; // (dim)
  private final int leaves;
  private final int words; // that hold the bits of a leaf
  private final long factorOffset; // in a row, after the bits
  private final long stride; // bytes of a row
  private final MemorySegment rows; // (leaves, stride) bytes

  private LeafSketches(float[] centre, int leaves) {
    this.centre = centre;
    this.leaves = leaves;
    this.words = words(centre.length);
    this.factorOffset = (long) words * Long.BYTES;
    this.stride = Math.ceilDiv(factorOffset + Float.BYTES, LINE) * LINE;
    this.rows = Arena.ofAuto().allocate(Math.max(1, leaves) * stride, LINE);
  }

  /**
   * Sketches of leaves.
   *
   * @param means that stand for leaves; zeros for a leaf that is not to be seen // (leaves, dim)
   */
  static LeafSketches of(Vectors means) {
    float[] centre = centre(means);
    int words = words(means.dim());
    long[] bits = new long[Math.multiplyExact(means.size(), words)];
    float[] factors = new float[means.size()];
    float[] residual = new float[means.dim()];
    for (int leaf = 0; leaf < means.size(); leaf++) {
      means.get(leaf, residual);
      if (isZero(residual)) {
        continue;
      }
      double squares = 0;
      double absolutes = 0;
      for (int j = 0; j < residual.length; j++) {
        float r = residual[j] - centre[j];
        squares += (double) r * r;
        absolutes += Math.abs(r);
        if (r > 0) {
          bits[leaf * words + j / Long.SIZE] |= 1L << j;
        }
      }
      if (absolutes > 0) {
        factors[leaf] = (float) (squares / absolutes);
      }
    }
    return of(centre, bits, factors);
  }

  private static float[] centre(Vectors means) {
    double[] sum = new double[means.dim()];
    float[] mean = new float[means.dim()];
    int seen = 0;
    for (int leaf = 0; leaf < means.size(); leaf++) {
      means.get(leaf, mean);
      if (!isZero(mean)) {
        seen++;
        for (int j = 0; j < sum.length; j++) {
          sum[j] += mean[j];
        }
      }
    }
    float[] centre = new float[sum.length];
    for (int j = 0; j < centre.length && seen > 0; j++) {
      centre[j] = (float) (sum[j] / seen);
    }
    return centre;
  }

  private static boolean isZero(float[] vector) {
    for (float value : vector) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Sketches made of what {@link #centre}, {@link #bits} and {@link #factors} give.
   *
   * @param centre // (dim)
   * @param bits // (leaves, words)
   * @param factors // (leaves)
   * @throws IllegalArgumentException if there are not as many bits as leaves and components need,
   *     bits past the last component, or numbers that are not finite
   */
  public static LeafSketches of(float[] centre, long[] bits, float[] factors) {
    int words = words(centre.length);
    if (bits.length != Math.multiplyExact(factors.length, words)) {
      throw new IllegalArgumentException(
          "%d numbers of 64 bits are not %d sketches of %d components"
              .formatted(bits.length, factors.length, centre.length));
    }
    if (!areFinite(centre) || !areFinite(factors)) {
      throw new IllegalArgumentException("sketches of leaves have numbers that are not finite");
    }
    int past = words * Long.SIZE - centre.length;
    LeafSketches sketches = new LeafSketches(centre.clone(), factors.length);
    for (int leaf = 0; leaf < factors.length; leaf++) {
      if (past > 0 && bits[(leaf + 1) * words - 1] >>> (Long.SIZE - past) != 0) {
        throw new IllegalArgumentException(
            "the sketch of leaf %d has bits past component %d".formatted(leaf, centre.length - 1));
      }
      sketches.set(leaf, bits, factors[leaf]);
    }
    return sketches;
  }

  private void set(int leaf, long[] bits, float factor) {
    long row = leaf * stride;
    MemorySegment.copy(bits, leaf * words, rows, BITS, row, words);
    rows.set(FACTOR, row + factorOffset, factor);
  }

  private static boolean areFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static int words(int dim) {
    return Math.ceilDiv(dim, Long.SIZE);
  }

  /** How many leaves there are. */
  public int leaves() {
    return leaves;
  }

  /** Components of a vector. */
  public int dim() {
    return centre.length;
  }

  /** What the bits tell the sides of. // (dim) */
  public float[] centre() {
    return centre.clone();
  }

  /** One for each component that is above the centre, the first one lowest. // (leaves, words) */
  public long[] bits() {
    long[] bits = new long[leaves * words];
    for (int leaf = 0; leaf < leaves; leaf++) {
      MemorySegment.copy(rows, BITS, leaf * stride, bits, leaf * words, words);
    }
    return bits;
  }

  /** How far from the centre each component is taken to be. // (leaves) */
  public float[] factors() {
    float[] factors = new float[leaves];
    for (int leaf = 0; leaf < leaves; leaf++) {
      factors[leaf] = factor(leaf);
    }
    return factors;
  }

  /**
   * Estimates for a query.
   *
   * @param query of any length // (dim)
   * @throws IllegalArgumentException if it has another dimension
   */
  public LeafEstimates estimates(float[] query) {
    if (query.length != dim()) {
      throw new IllegalArgumentException(
          "sketches of dimension %d, but a query of dimension %d".formatted(dim(), query.length));
    }
    return new LeafEstimates(this, query);
  }

  float dotWithCentre(float[] query) {
    return DotProduct.best().dot(query, centre);
  }

  /** The bits of a word of a leaf. */
  long bits(int leaf, int word) {
    return rows.get(BITS, leaf * stride + (long) word * Long.BYTES);
  }

  /** How far from the centre each component of a leaf is taken to be. */
  float factor(int leaf) {
    return rows.get(FACTOR, leaf * stride + factorOffset);
  }

  /** Words that hold the bits of a leaf. */
  int words() {
    return words;
  }
}
