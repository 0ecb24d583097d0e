package dev.ehi.core.quantised;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API kernel. Rows of a byte a component have to be waited for, unless many lie side by
 * side, so four of them are scored together, as floats, whose sums are exact up to 2^24; four in
 * 16-bit lanes are more than the JIT compiler inlines. Long runs are scored one row after the
 * other, in 16-bit lanes, whose products cannot overflow: 127 * 127 = 16,129 (decisions/0010).
 * Products of 4-bit codes are formed in 16-bit lanes: the four of an int16 cannot overflow (4 * 15
 * * 127 = 7,620). Each pair of 16-bit lanes is split by shifts into 32-bit sums.
 */
final class SimdCodeDotProduct implements CodeDotProduct {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int FLOAT_LANES = FLOATS.length();
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(
          byte.class, VectorShape.forBitSize(Math.max(64, FLOATS.vectorBitSize() / 4)));
  private static final int BYTES_READ = BYTES.length(); // to fill the lanes, or more
  private static final VectorSpecies<Short> HALVES =
      VectorSpecies.of(
          short.class, VectorShape.forBitSize(Math.max(64, FLOATS.vectorBitSize() / 2)));
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = SHORTS.withLanes(int.class);
  private static final int LANES = SHORTS.length();
  private static final VectorSpecies<Byte> HALF_BYTES =
      VectorSpecies.of(
          byte.class, VectorShape.forBitSize(Math.max(64, SHORTS.vectorBitSize() / 2)));
  private static final int HALF_BYTES_READ = HALF_BYTES.length(); // to fill the lanes, or more
  private static final int LONG_RUN = 64; // rows side by side that the processor reads ahead
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  @Override
  public void int8(MemorySegment rows, long[] offsets, int count, short[] query, float[] dots) {
    int i = 0;
    if (count < LONG_RUN || !areSideBySide(offsets, count, query.length)) {
      for (; i <= count - 4; i += 4) {
        fourRows(rows, offsets, query, dots, i);
      }
    }
    for (; i < count; i++) {
      dots[i] = int8(rows, offsets[i], query);
    }
  }

  private static boolean areSideBySide(long[] offsets, int count, int dim) {
    for (int i = 1; i < count; i++) {
      if (offsets[i] - offsets[i - 1] != dim) {
        return false;
      }
    }
    return true;
  }

  private static void fourRows(
      MemorySegment rows, long[] offsets, short[] query, float[] dots, int at) {
    long first = offsets[at];
    long second = offsets[at + 1];
    long third = offsets[at + 2];
    long fourth = offsets[at + 3];
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int j = 0;
    for (; j <= query.length - BYTES_READ; j += FLOAT_LANES) {
      FloatVector part =
          (FloatVector)
              ShortVector.fromArray(HALVES, query, j).convertShape(VectorOperators.S2F, FLOATS, 0);
      a = bytes(rows, first + j).fma(part, a);
      b = bytes(rows, second + j).fma(part, b);
      c = bytes(rows, third + j).fma(part, c);
      d = bytes(rows, fourth + j).fma(part, d);
    }
    dots[at] = a.reduceLanes(VectorOperators.ADD) + rest(rows, first, query, j);
    dots[at + 1] = b.reduceLanes(VectorOperators.ADD) + rest(rows, second, query, j);
    dots[at + 2] = c.reduceLanes(VectorOperators.ADD) + rest(rows, third, query, j);
    dots[at + 3] = d.reduceLanes(VectorOperators.ADD) + rest(rows, fourth, query, j);
  }

  private static int int8(MemorySegment rows, long row, short[] query) {
    IntVector even = IntVector.zero(INTS);
    IntVector odd = even;
    int j = 0;
    for (int end = query.length - HALF_BYTES_READ; j <= end; j += LANES) {
      ShortVector products =
          ((ShortVector)
                  ByteVector.fromMemorySegment(HALF_BYTES, rows, row + j, ORDER)
                      .convertShape(VectorOperators.B2S, SHORTS, 0))
              .mul(load(query, j));
      even = even.add(even(products));
      odd = odd.add(odd(products));
    }
    return even.add(odd).reduceLanes(VectorOperators.ADD) + rest(rows, row, query, j);
  }

  private static int rest(MemorySegment rows, long row, short[] query, int from) {
    return from == query.length ? 0 : ScalarCodeDotProduct.int8(rows, row, query, from);
  }

  private static FloatVector bytes(MemorySegment rows, long offset) {
    return (FloatVector)
        ByteVector.fromMemorySegment(BYTES, rows, offset, ORDER)
            .convertShape(VectorOperators.B2F, FLOATS, 0);
  }

  @Override
  public void int4(MemorySegment rows, long[] offsets, int count, short[] query, float[] dots) {
    for (int i = 0; i < count; i++) {
      dots[i] = int4(rows, offsets[i], query);
    }
  }

  private static int int4(MemorySegment rows, long row, short[] query) {
    int numbers = query.length / 4;
    IntVector even = IntVector.zero(INTS);
    IntVector odd = even;
    int j = 0;
    for (int end = numbers - LANES; j <= end; j += LANES) {
      ShortVector packed = shorts(rows, row + (long) j * Short.BYTES);
      ShortVector products =
          nibble(packed, 0)
              .mul(load(query, j))
              .add(nibble(packed, 1).mul(load(query, numbers + j)))
              .add(nibble(packed, 2).mul(load(query, 2 * numbers + j)))
              .add(nibble(packed, 3).mul(load(query, 3 * numbers + j)));
      even = even.add(even(products));
      odd = odd.add(odd(products));
    }
    int sum = even.add(odd).reduceLanes(VectorOperators.ADD);
    return j == numbers ? sum : sum + ScalarCodeDotProduct.int4(rows, row, query, j);
  }

  private static ShortVector nibble(ShortVector packed, int n) {
    return packed.lanewise(VectorOperators.LSHR, 4L * n).and((short) 0xF);
  }

  /** The even lanes, widened. */
  private static IntVector even(ShortVector products) {
    return products
        .reinterpretAsInts()
        .lanewise(VectorOperators.LSHL, Short.SIZE)
        .lanewise(VectorOperators.ASHR, Short.SIZE);
  }

  /** The odd lanes, widened. */
  private static IntVector odd(ShortVector products) {
    return products.reinterpretAsInts().lanewise(VectorOperators.ASHR, Short.SIZE);
  }

  private static ShortVector shorts(MemorySegment rows, long offset) {
    return ShortVector.fromMemorySegment(SHORTS, rows, offset, ORDER);
  }

  private static ShortVector load(short[] values, int index) {
    return ShortVector.fromArray(SHORTS, values, index);
  }
}
