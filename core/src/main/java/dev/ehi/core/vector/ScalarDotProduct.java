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
      long row = offset + i * stride;
      float sum = 0;
      for (int j = 0; j < query.length; j++) {
        sum += rows.get(FLOAT, row + (long) j * Float.BYTES) * query[j];
      }
      scores[i] = sum;
    }
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
