package dev.ehi.core.quantised;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The reference kernel: one multiplication at a time. */
final class ScalarCodeDotProduct implements CodeDotProduct {

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public void int8(MemorySegment rows, long[] offsets, int count, short[] query, float[] dots) {
    for (int i = 0; i < count; i++) {
      dots[i] = int8(rows, offsets[i], query, 0);
    }
  }

  /** Of the components from {@code from} on. */
  static int int8(MemorySegment rows, long row, short[] query, int from) {
    int sum = 0;
    for (int j = from; j < query.length; j++) {
      sum += rows.get(ValueLayout.JAVA_BYTE, row + j) * query[j];
    }
    return sum;
  }

  @Override
  public void int4(MemorySegment rows, long[] offsets, int count, short[] query, float[] dots) {
    for (int i = 0; i < count; i++) {
      dots[i] = int4(rows, offsets[i], query, 0);
    }
  }

  /** Of the components in the numbers from {@code from} on. */
  static int int4(MemorySegment rows, long row, short[] query, int from) {
    int numbers = query.length / 4;
    int sum = 0;
    for (int j = from; j < numbers; j++) {
      int packed = rows.get(SHORT, row + (long) j * Short.BYTES);
      for (int n = 0; n < 4; n++) {
        sum += (packed >>> 4 * n & 0xF) * query[n * numbers + j];
      }
    }
    return sum;
  }
}
