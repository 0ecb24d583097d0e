package dev.ehi.core.quantised;

import static org.assertj.core.api.Assertions.assertThat;

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
    int skipped = random.nextInt(0, 9);

    byte[] bytes = new byte[skipped + count * numbers];
    random.nextBytes(bytes);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.max(bytes[i], -127);
    }
    short[] query = query(numbers, random);
    int[] expected = new int[count];
    int[] actual = new int[count];
    MemorySegment rows = MemorySegment.ofArray(bytes);
    CodeDotProduct.scalar().int8(rows, skipped, count, query, expected);
    new SimdCodeDotProduct().int8(rows, skipped, count, query, actual);
    assertThat(actual).isEqualTo(expected);

    byte[] packed = new byte[skipped + count * numbers * 2];
    random.nextBytes(packed);
    short[] four = query(4 * numbers, random);
    CodeDotProduct.scalar().int4(MemorySegment.ofArray(packed), skipped, count, four, expected);
    new SimdCodeDotProduct().int4(MemorySegment.ofArray(packed), skipped, count, four, actual);
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void theLargestProductsDoNotOverflow() {
    int dim = 4096;
    byte[] bytes = new byte[dim];
    short[] query = new short[dim];
    Arrays.fill(query, (short) -127);
    int[] dots = new int[1];
    Arrays.fill(bytes, (byte) 127);
    new SimdCodeDotProduct().int8(MemorySegment.ofArray(bytes), 0, 1, query, dots);
    assertThat(dots[0]).isEqualTo(-127 * 127 * dim);
    Arrays.fill(bytes, (byte) 0xFF);
    new SimdCodeDotProduct().int4(MemorySegment.ofArray(bytes), 0, 1, query, dots);
    assertThat(dots[0]).isEqualTo(-127 * 15 * dim);
  }

  @Test
  void scalarMultipliesAndAdds() {
    int[] dots = new int[2];
    MemorySegment bytes = MemorySegment.ofArray(new byte[] {1, 2, -3, 0, -1, 5});
    CodeDotProduct.scalar().int8(bytes, 0, 2, new short[] {2, 1, -2}, dots);
    assertThat(dots).containsExactly(10, -11);
    MemorySegment packed = MemorySegment.ofArray(new byte[] {0x21, 0x43, 0x0F, (byte) 0xF0});
    CodeDotProduct.scalar().int4(packed, 0, 2, new short[] {1, 10, 100, -1}, dots);
    assertThat(dots).containsExactly(1 + 20 + 300 - 4, 15 - 15);
  }

  private static short[] query(int size, SplittableRandom random) {
    short[] query = new short[size];
    for (int i = 0; i < size; i++) {
      query[i] = (short) random.nextInt(-127, 128);
    }
    return query;
  }
}
