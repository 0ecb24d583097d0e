package dev.ehi.core.quantised;

import java.lang.foreign.MemorySegment;

/** A query, itself coded by int8, that scores rows of codes. For one thread. */
public final class QuantisedQuery {

  private final Rows rows;
  private final float scale;
  private final float shift;

  /** Finds the dot products of the codes of the query with rows, by {@link CodeDotProduct}. */
  interface Rows {
    void dots(MemorySegment rows, long[] offsets, int count, float[] dots);
  }

  /** The product with a row is {@code scale} times what is found for it, less {@code shift}. */
  QuantisedQuery(Rows rows, float scale, float shift) {
    this.rows = rows;
    this.scale = scale;
    this.shift = shift;
  }

  /**
   * Scores rows: {@code dots[i]} times the factor of row i estimates the dot product of the query
   * with the vector that row i codes.
   *
   * @param codes // (.., rowBytes)
   * @param offsets byte offsets of the rows to score
   * @param count how many rows
   * @param dots receives the results at indices 0 to count - 1
   */
  public void score(MemorySegment codes, long[] offsets, int count, float[] dots) {
    rows.dots(codes, offsets, count, dots);
    for (int i = 0; i < count; i++) {
      dots[i] = scale * dots[i] - shift;
    }
  }
}
