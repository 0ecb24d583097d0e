package dev.ehi.core.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API kernel. Four accumulators are independent, so that the loop waits for memory and
 * not for the latency of the fused multiply-add: they belong to one long row or to four short ones.
 */
final class SimdDotProduct implements DotProduct {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int SHORT = 8 * LANES; // a row of fewer values does not fill four sums
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ORDER);

  @Override
  public void rows(MemorySegment rows, long offset, int count, float[] query, float[] scores) {
    long stride = (long) query.length * Float.BYTES;
    int i = 0;
    if (query.length < SHORT) {
      for (; i <= count - 4; i += 4) {
        fourRows(rows, offset + i * stride, stride, query, scores, i);
      }
    }
    for (; i < count; i++) {
      scores[i] = row(rows, offset + i * stride, query);
    }
  }

  @Override
  public void rowsAt(
      MemorySegment rows, int[] positions, int from, int count, float[] query, float[] scores) {
    long stride = (long) query.length * Float.BYTES;
    for (int i = 0; i < count; i++) {
      scores[i] = row(rows, positions[from + i] * stride, query);
    }
  }

  private static void fourRows(
      MemorySegment rows, long offset, long stride, float[] query, float[] scores, int first) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int j = 0;
    for (; j <= query.length - LANES; j += LANES) {
      long at = offset + (long) j * Float.BYTES;
      FloatVector part = load(query, j);
      a = load(rows, at).fma(part, a);
      b = load(rows, at + stride).fma(part, b);
      c = load(rows, at + 2 * stride).fma(part, c);
      d = load(rows, at + 3 * stride).fma(part, d);
    }
    scores[first] = a.reduceLanes(VectorOperators.ADD);
    scores[first + 1] = b.reduceLanes(VectorOperators.ADD);
    scores[first + 2] = c.reduceLanes(VectorOperators.ADD);
    scores[first + 3] = d.reduceLanes(VectorOperators.ADD);
    for (; j < query.length; j++) {
      for (int row = 0; row < 4; row++) {
        long at = offset + row * stride + (long) j * Float.BYTES;
        scores[first + row] += rows.get(FLOAT, at) * query[j];
      }
    }
  }

  private static float row(MemorySegment rows, long offset, float[] query) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int j = 0;
    for (int end = query.length - 4 * LANES; j <= end; j += 4 * LANES) {
      long at = offset + (long) j * Float.BYTES;
      long step = (long) LANES * Float.BYTES;
      a = load(rows, at).fma(load(query, j), a);
      b = load(rows, at + step).fma(load(query, j + LANES), b);
      c = load(rows, at + 2 * step).fma(load(query, j + 2 * LANES), c);
      d = load(rows, at + 3 * step).fma(load(query, j + 3 * LANES), d);
    }
    for (; j <= query.length - LANES; j += LANES) {
      a = load(rows, offset + (long) j * Float.BYTES).fma(load(query, j), a);
    }
    float sum = a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    for (; j < query.length; j++) {
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
    float sum = a.add(b).reduceLanes(VectorOperators.ADD);
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
