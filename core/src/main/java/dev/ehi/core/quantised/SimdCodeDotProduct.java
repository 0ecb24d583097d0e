package dev.ehi.core.quantised;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API kernel. Products are formed in 16-bit lanes and added up there while they cannot
 * overflow: two products of int8 codes (2 * 127 * 127 = 32,258), or the four of an int16 of 4-bit
 * codes (4 * 15 * 127 = 7,620). Then each pair of lanes is split by shifts into 32-bit sums.
 */
final class SimdCodeDotProduct implements CodeDotProduct {

  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = SHORTS.withLanes(int.class);
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(
          byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2)); // as many lanes
  private static final int LANES = SHORTS.length();
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  @Override
  public void int8(MemorySegment rows, long offset, int count, short[] query, int[] dots) {
    for (int i = 0; i < count; i++) {
      dots[i] = int8(rows, offset + (long) i * query.length, query);
    }
  }

  private static int int8(MemorySegment rows, long row, short[] query) {
    IntVector even = IntVector.zero(INTS);
    IntVector odd = even;
    int j = 0;
    for (int end = query.length - 2 * LANES; j <= end; j += 2 * LANES) {
      ShortVector products =
          bytes(rows, row + j)
              .mul(load(query, j))
              .add(bytes(rows, row + j + LANES).mul(load(query, j + LANES)));
      even = even.add(even(products));
      odd = odd.add(odd(products));
    }
    int sum = even.add(odd).reduceLanes(VectorOperators.ADD);
    return j == query.length ? sum : sum + ScalarCodeDotProduct.int8(rows, row, query, j);
  }

  @Override
  public void int4(MemorySegment rows, long offset, int count, short[] query, int[] dots) {
    long stride = (long) query.length / 4 * Short.BYTES;
    for (int i = 0; i < count; i++) {
      dots[i] = int4(rows, offset + i * stride, query);
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

  private static ShortVector bytes(MemorySegment rows, long offset) {
    return (ShortVector)
        ByteVector.fromMemorySegment(BYTES, rows, offset, ORDER)
            .convertShape(VectorOperators.B2S, SHORTS, 0);
  }

  private static ShortVector shorts(MemorySegment rows, long offset) {
    return ShortVector.fromMemorySegment(SHORTS, rows, offset, ORDER);
  }

  private static ShortVector load(short[] values, int index) {
    return ShortVector.fromArray(SHORTS, values, index);
  }
}
