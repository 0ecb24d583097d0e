package dev.ehi.encoder;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A cursor over one message in the <a
 * href="https://protobuf.dev/programming-guides/encoding/">protobuf wire format</a>. The caller
 * steps with {@link #next} and takes the value of each field it knows; others are skipped. Damaged
 * input ends in an {@link IndexOutOfBoundsException} or {@link IllegalArgumentException}.
 */
final class ProtobufReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment message;
  private long position;
  private int field;
  private int wireType;
  private boolean pending;

  ProtobufReader(MemorySegment message) {
    this.message = message;
  }

  /** Moves to the next field; false at the end of the message. */
  boolean next() {
    if (pending) {
      skip();
    }
    if (position == message.byteSize()) {
      return false;
    }
    long tag = readVarint();
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    if (field == 0) {
      throw new IllegalArgumentException("field number 0");
    }
    pending = true;
    return true;
  }

  /** Number of the current field. */
  int field() {
    return field;
  }

  /** Whether the current field is a string, a message or a packed list. */
  boolean isLengthDelimited() {
    return wireType == LENGTH_DELIMITED;
  }

  long varint() {
    expect(VARINT);
    return readVarint();
  }

  float fixedFloat() {
    expect(FIXED32);
    float value = Float.intBitsToFloat(message.get(INT, position));
    position += Integer.BYTES;
    return value;
  }

  String string() {
    return new String(bytes().toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }

  ProtobufReader message() {
    return new ProtobufReader(bytes());
  }

  /** A view of the bytes of a length-delimited field. */
  MemorySegment bytes() {
    expect(LENGTH_DELIMITED);
    return readBytes();
  }

  /** Whether this reader stands at the end; for walking packed lists with {@link #packedVarint}. */
  boolean atEnd() {
    return position == message.byteSize();
  }

  /** The next element of a packed list. */
  long packedVarint() {
    return readVarint();
  }

  private MemorySegment readBytes() {
    long length = readVarint();
    MemorySegment bytes = message.asSlice(position, length);
    position += length;
    return bytes;
  }

  private long readVarint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = message.get(ValueLayout.JAVA_BYTE, position++);
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("varint of more than 10 bytes");
  }

  private void expect(int type) {
    if (wireType != type) {
      throw new IllegalArgumentException(
          "field %d has wire type %d, expected %d".formatted(field, wireType, type));
    }
    pending = false;
  }

  private void skip() {
    pending = false;
    switch (wireType) {
      case VARINT -> readVarint();
      case FIXED64 -> advance(Long.BYTES);
      case LENGTH_DELIMITED -> readBytes();
      case FIXED32 -> advance(Integer.BYTES);
      default -> throw new IllegalArgumentException("wire type " + wireType);
    }
  }

  private void advance(long bytes) {
    message.asSlice(position, bytes);
    position += bytes;
  }
}
