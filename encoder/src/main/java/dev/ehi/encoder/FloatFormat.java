package dev.ehi.encoder;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Storage formats of floating-point tensors that can be read; all are widened to float32. */
enum FloatFormat {
  F32(4) {
    @Override
    float get(MemorySegment source, long index) {
      return source.get(FLOAT_UNALIGNED, index * 4);
    }

    @Override
    MemorySegment toFloat32(MemorySegment source) {
      return source.maxByteAlignment() >= Float.BYTES ? source : super.toFloat32(source);
    }
  },
  F16(2) {
    @Override
    float get(MemorySegment source, long index) {
      return Float.float16ToFloat(source.get(SHORT_UNALIGNED, index * 2));
    }
  },
  BF16(2) {
    @Override
    float get(MemorySegment source, long index) {
      return Float.intBitsToFloat(source.get(SHORT_UNALIGNED, index * 2) << 16);
    }
  };

  private static final ValueLayout.OfFloat FLOAT_UNALIGNED =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT_UNALIGNED =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int bytes;

  FloatFormat(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one value. */
  int bytes() {
    return bytes;
  }

  abstract float get(MemorySegment source, long index);

  /** The values as aligned float32: the source itself where it is that already, else a copy. */
  MemorySegment toFloat32(MemorySegment source) {
    long elements = source.byteSize() / bytes;
    MemorySegment target = WeightTensor.allocate(elements);
    for (long i = 0; i < elements; i++) {
      target.setAtIndex(WeightTensor.FLOAT, i, get(source, i));
    }
    return target;
  }
}
