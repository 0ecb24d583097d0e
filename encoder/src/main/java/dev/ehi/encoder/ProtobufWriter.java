package dev.ehi.encoder;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds one message in the protobuf wire format; fields come in the order of the calls. */
final class ProtobufWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  ProtobufWriter varint(int field, long value) {
    rawVarint((long) field << 3);
    rawVarint(value);
    return this;
  }

  ProtobufWriter fixedFloat(int field, float value) {
    rawVarint(((long) field << 3) | 5);
    int bits = Float.floatToRawIntBits(value);
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      bytes.write(bits >>> shift);
    }
    return this;
  }

  ProtobufWriter string(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  ProtobufWriter message(int field, ProtobufWriter message) {
    return bytes(field, message.toBytes());
  }

  ProtobufWriter bytes(int field, byte[] value) {
    header(field, value.length);
    bytes.writeBytes(value);
    return this;
  }

  /** Opens a length-delimited field whose content of {@code length} bytes the caller writes. */
  ProtobufWriter header(int field, long length) {
    rawVarint(((long) field << 3) | 2);
    rawVarint(length);
    return this;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  private void rawVarint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }
}
