package dev.ehi.core.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API kernel. Four rows are scored together: each has a sum of its own, so that the loop
 * waits neither for the latency of the fused multiply-add nor for one row after the other from
 * memory, and a part of the query is loaded once for all. A row that is left over is summed in the
 * same order.
 */
final class SimdDotProduct implements DotProduct {

  private static final VectorSpecies<Float> SPECIES = SimdLanes.SPECIES;
  private static final int LANES = SimdLanes.COUNT;
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ORDER);

  @Override
  public void rows(MemorySegment rows, long offset, int count, float[] query, float[] scores) {
    long stride = (long) query.length * Float.BYTES;
    int i = 0;
    for (; i <= count - 4; i += 4) {
      long at = offset + i * stride;
      fourRows(rows, at, at + stride, at + 2 * stride, at + 3 * stride, query, scores, i);
    }
    for (; i < count; i++) {
      scores[i] = row(rows, offset + i * stride, query);
    }
  }

  @Override
  public void rowsAt(
      MemorySegment rows, int[] positions, int from, int count, float[] query, float[] scores) {
    long stride = (long) query.length * Float.BYTES;
    int i = 0;
    for (; i <= count - 4; i += 4) {
      fourRowsAt(rows, positions, from + i, query, scores, i);
    }
    if (i < count && count >= 4) { // a row is not waited for twice, so some are scored again
      fourRowsAt(rows, positions, from + count - 4, query, scores, count - 4);
      return;
    }
    for (; i < count; i++) {
      scores[i] = row(rows, positions[from + i] * stride, query);
    }
  }

  private static void fourRowsAt(
      MemorySegment rows, int[] positions, int at, float[] query, float[] scores, int to) {
    long stride = (long) query.length * Float.BYTES;
    fourRows(
        rows,
        positions[at] * stride,
        positions[at + 1] * stride,
        positions[at + 2] * stride,
        positions[at + 3] * stride,
        query,
        scores,
        to);
  }

  /** Scores the rows at four offsets. */
  private static void fourRows(
      MemorySegment rows,
      long firstRow,
      long secondRow,
      long thirdRow,
      long fourthRow,
      float[] query,
      float[] scores,
      int to) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int j = 0;
    for (; j <= query.length - LANES; j += LANES) {
      long at = (long) j * Float.BYTES;
      FloatVector part = load(query, j);
      a = load(rows, firstRow + at).fma(part, a);
      b = load(rows, secondRow + at).fma(part, b);
      c = load(rows, thirdRow + at).fma(part, c);
      d = load(rows, fourthRow + at).fma(part, d);
    }
    scores[to] = SimdLanes.sum(a) + rest(rows, firstRow, query, j);
    scores[to + 1] = SimdLanes.sum(b) + rest(rows, secondRow, query, j);
    scores[to + 2] = SimdLanes.sum(c) + rest(rows, thirdRow, query, j);
    scores[to + 3] = SimdLanes.sum(d) + rest(rows, fourthRow, query, j);
  }

  private static float row(MemorySegment rows, long offset, float[] query) {
    FloatVector a = FloatVector.zero(SPECIES);
    int j = 0;
    for (; j <= query.length - LANES; j += LANES) {
      a = load(rows, offset + (long) j * Float.BYTES).fma(load(query, j), a);
    }
    return SimdLanes.sum(a) + rest(rows, offset, query, j);
  }

  /** Of the components from one on, fewer than fill a vector. */
  private static float rest(MemorySegment rows, long offset, float[] query, int from) {
    float sum = 0;
    for (int j = from; j < query.length; j++) {
      sum += rows.get(FLOAT, offset + (long) j * Float.BYTES) * query[j];
    }
    return sum;
  }

  @Override
  public float dot(float[] x, float[] y) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    int j = 0;
    for (int end = x.length - 2 * LANES; j <= end; j += 2 * LANES) {
      a = load(x, j).fma(load(y, j), a);
      b = load(x, j + LANES).fma(load(y, j + LANES), b);
    }
    float sum = SimdLanes.sum(a.add(b));
    for (; j < x.length; j++) {
      sum += x[j] * y[j];
    }
    return sum;
  }

  private static FloatVector load(MemorySegment rows, long offset) {
    return FloatVector.fromMemorySegment(SPECIES, rows, offset, ORDER);
  }

  private static FloatVector load(float[] values, int index) {
    return FloatVector.fromArray(SPECIES, values, index);
  }
}
