package dev.ehi.core.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The reference kernel: one multiplication at a time. */
final class ScalarDotProduct implements DotProduct {

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public void rows(MemorySegment rows, long offset, int count, float[] query, float[] scores) {
    long stride = (long) query.length * Float.BYTES;
    for (int i = 0; i < count; i++) {
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

  private static float row(MemorySegment rows, long offset, float[] query) {
    float sum = 0;
    for (int j = 0; j < query.length; j++) {
      sum += rows.get(FLOAT, offset + (long) j * Float.BYTES) * query[j];
    }
    return sum;
  }

  @Override
  public float dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
