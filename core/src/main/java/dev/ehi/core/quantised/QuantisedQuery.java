package dev.ehi.core.quantised;

import java.lang.foreign.MemorySegment;

/** A query, itself coded by int8, that scores rows of codes. For one thread. */
public final class QuantisedQuery {

  private final RowKernel kernel;
  private final short[] codes;
  private final float scale;
  private final float shift;
  private int[] sums = {};

  /** One of the methods of {@link CodeDotProduct}. */
  interface RowKernel {
    void rows(MemorySegment rows, long offset, int count, short[] query, int[] dots);
  }

  /** The product with a row is {@code scale} times what the kernel finds, less {@code shift}. */
  QuantisedQuery(RowKernel kernel, short[] codes, float scale, float shift) {
    this.kernel = kernel;
    this.codes = codes;
    this.scale = scale;
    this.shift = shift;
  }

  /**
   * Scores {@code count} consecutive rows: {@code dots[i]} times the factor of row i estimates the
   * dot product of the query with the vector that row i codes.
   *
   * @param rows // (.., rowBytes)
   * @param offset byte offset of the first row
   * @param count how many rows
   * @param dots receives the results at indices 0 to count - 1
   */
  public void score(MemorySegment rows, long offset, int count, float[] dots) {
    if (sums.length < count) {
      sums = new int[count];
    }
    kernel.rows(rows, offset, count, codes, sums);
    for (int i = 0; i < count; i++) {
      dots[i] = scale * sums[i] - shift;
    }
  }
}
