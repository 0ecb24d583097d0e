package dev.ehi.core.quantised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.ehi.core.testing.Randomized;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CodeDotProductTest {

  @Test
  void simdIsChosenWhereTheVectorApiIsThere() {
    assertThat(CodeDotProduct.best()).isInstanceOf(SimdCodeDotProduct.class);
  }

  @Randomized(times = 60)
  void simdEqualsScalarAtOddSizes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int numbers = random.nextInt(1, 300);
    int count = random.nextInt(0, 20);

    byte[] bytes = new byte[numbers + random.nextInt(1000)];
    random.nextBytes(bytes);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.max(bytes[i], -127);
    }
    long[] offsets = offsets(count, bytes.length - numbers, random);
    assertInt8IsEqual(bytes, offsets, query(numbers, random));

    byte[] packed = new byte[2 * numbers + random.nextInt(1000)];
    random.nextBytes(packed);
    short[] four = query(4 * numbers, random);
    float[] expected = new float[count];
    float[] actual = new float[count];
    offsets = offsets(count, packed.length - 2 * numbers, random);
    CodeDotProduct.scalar().int4(MemorySegment.ofArray(packed), offsets, count, four, expected);
    new SimdCodeDotProduct().int4(MemorySegment.ofArray(packed), offsets, count, four, actual);
    assertThat(actual).isEqualTo(expected);
  }

  /** Sums beyond 2^24 are rounded. */
  @Randomized(times = 10)
  void largeSumsAreRounded(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = random.nextInt(3000, 5000);
    int count = random.nextInt(1, 10);
    byte[] bytes = new byte[dim + 100];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt(100, 128);
    }
    short[] query = new short[dim];
    for (int j = 0; j < dim; j++) {
      query[j] = (short) random.nextInt(100, 128);
    }
    long[] offsets = offsets(count, 100, random);
    float[] expected = new float[count];
    float[] actual = new float[count];
    MemorySegment rows = MemorySegment.ofArray(bytes);
    CodeDotProduct.scalar().int8(rows, offsets, count, query, expected);
    new SimdCodeDotProduct().int8(rows, offsets, count, query, actual);
    for (int i = 0; i < count; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], withinPercentage(1e-4));
    }
  }

  @Test
  void theLargestProductsDoNotOverflow() {
    int dim = 4096;
    byte[] bytes = new byte[dim];
    short[] query = new short[dim];
    Arrays.fill(query, (short) -127);
    float[] dots = new float[1];
    long[] first = {0};
    Arrays.fill(bytes, (byte) 127);
    new SimdCodeDotProduct().int8(MemorySegment.ofArray(bytes), first, 1, query, dots);
    assertThat(dots[0]).isEqualTo(-127 * 127 * dim);
    Arrays.fill(bytes, (byte) 0xFF);
    new SimdCodeDotProduct().int4(MemorySegment.ofArray(bytes), first, 1, query, dots);
    assertThat(dots[0]).isEqualTo(-127 * 15 * dim);
  }

  @Test
  void scalarMultipliesAndAdds() {
    float[] dots = new float[2];
    MemorySegment bytes = MemorySegment.ofArray(new byte[] {1, 2, -3, 0, -1, 5});
    CodeDotProduct.scalar().int8(bytes, new long[] {0, 3}, 2, new short[] {2, 1, -2}, dots);
    assertThat(dots).containsExactly(10, -11);
    MemorySegment packed = MemorySegment.ofArray(new byte[] {0x21, 0x43, 0x0F, (byte) 0xF0});
    CodeDotProduct.scalar().int4(packed, new long[] {0, 2}, 2, new short[] {1, 10, 100, -1}, dots);
    assertThat(dots).containsExactly(1 + 20 + 300 - 4, 15 - 15);
  }

  /** Many of them are scored in another way than a few or some that lie apart. */
  @Randomized(times = 60)
  void rowsSideBySideAreScoredLikeOthers(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = random.nextInt(1, 300);
    int count = random.nextInt(1, 150);
    byte[] bytes = new byte[dim * count];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt(-127, 128);
    }
    int from = random.nextBoolean() ? 0 : random.nextInt(count); // those before lie apart
    long[] offsets = new long[count];
    for (int i = 0; i < count; i++) {
      offsets[i] = (long) dim * (i < from ? random.nextInt(count) : i);
    }
    short[] query = query(dim, random);
    assertInt8IsEqual(bytes, offsets, query);
  }

  private static void assertInt8IsEqual(byte[] bytes, long[] offsets, short[] query) {
    float[] expected = new float[offsets.length];
    float[] actual = new float[offsets.length];
    MemorySegment rows = MemorySegment.ofArray(bytes);
    CodeDotProduct.scalar().int8(rows, offsets, offsets.length, query, expected);
    new SimdCodeDotProduct().int8(rows, offsets, offsets.length, query, actual);
    assertThat(actual).isEqualTo(expected);
  }

  private static long[] offsets(int count, int most, SplittableRandom random) {
    return random.longs(count, 0, most + 1).toArray();
  }

  private static short[] query(int size, SplittableRandom random) {
    short[] query = new short[size];
    for (int i = 0; i < size; i++) {
      query[i] = (short) random.nextInt(-127, 128);
    }
    return query;
  }
}
