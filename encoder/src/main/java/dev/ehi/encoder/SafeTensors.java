package dev.ehi.encoder;

import dev.ehi.core.file.DurableFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The <a href="https://github.com/huggingface/safetensors#format">safetensors</a> file format: 8
 * bytes of header length (little-endian), a JSON header that names each tensor's type, shape and
 * byte range, then the values. F32, F16 and BF16 are read (and widened), F32 is written.
 */
public final class SafeTensors {
  private static final String METADATA = "__metadata__";
  private static final int MAX_HEADER_BYTES = 100_000_000;
  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final Set<String> INTEGER_TYPES =
      Set.of("BOOL", "U8", "I8", "U16", "I16", "U32", "I32", "U64", "I64");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private SafeTensors() {}

  /**
   * Maps the file and returns its floating-point tensors by name, in the order of the header.
   * Integer tensors (position ids in older HuggingFace files) are no weights and left out.
   *
   * @throws ModelException if the file is truncated, damaged, or holds a float type other than F32,
   *     F16 and BF16
   */
  public static Map<String, WeightTensor> read(Path file) throws IOException {
    MemorySegment bytes = map(file);
    ObjectNode header = header(file, bytes);
    MemorySegment values = bytes.asSlice(Long.BYTES + bytes.get(LENGTH, 0));
    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    long end = 0;
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      String name = entry.getKey();
      if (!name.equals(METADATA)) {
        MemorySegment data = data(file, name, entry.getValue(), values);
        end = Math.max(end, data.address() - values.address() + data.byteSize());
        String type = entry.getValue().path("dtype").asString("");
        if (!INTEGER_TYPES.contains(type)) {
          tensors.put(name, tensor(file, name, type, entry.getValue(), data));
        }
      }
    }
    if (end != values.byteSize()) {
      throw new ModelException(
          file, "%d bytes of values, but the tensors end at %d".formatted(values.byteSize(), end));
    }
    return Collections.unmodifiableMap(tensors);
  }

  /**
   * The free-form metadata of the file; empty if it has none.
   *
   * @throws ModelException if the file is truncated or damaged
   */
  public static Map<String, String> metadata(Path file) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : header(file, map(file)).path(METADATA).properties()) {
      metadata.put(entry.getKey(), entry.getValue().asString(""));
    }
    return Collections.unmodifiableMap(metadata);
  }

  /**
   * Writes the tensors as float32 in the given order. The file appears whole or not at all.
   *
   * @throws IllegalArgumentException if two tensors have one name
   */
  public static void write(
      Path file, Collection<WeightTensor> tensors, Map<String, String> metadata)
      throws IOException {
    byte[] header = header(tensors, metadata);
    DurableFiles.write(
        file,
        channel -> {
          ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          DurableFiles.writeFully(channel, length.putLong(header.length).flip());
          DurableFiles.writeFully(channel, ByteBuffer.wrap(header));
          for (WeightTensor tensor : tensors) {
            DurableFiles.writeFully(channel, tensor.data());
          }
        });
  }

  private static MemorySegment map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
    }
  }

  private static ObjectNode header(Path file, MemorySegment bytes) {
    if (bytes.byteSize() < Long.BYTES) {
      throw new ModelException(file, "too short for a safetensors file; copy it again");
    }
    long length = bytes.get(LENGTH, 0);
    if (length < 2 || length > MAX_HEADER_BYTES) {
      throw new ModelException(
          file, "not a safetensors file: header of %d bytes".formatted(length));
    }
    if (length > bytes.byteSize() - Long.BYTES) {
      throw new ModelException(
          file,
          "truncated: header of %d bytes in a file of %d; copy it again"
              .formatted(length, bytes.byteSize()));
    }
    byte[] json = bytes.asSlice(Long.BYTES, length).toArray(ValueLayout.JAVA_BYTE);
    try {
      if (JSON.readTree(json) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw new ModelException(
          file, "not a safetensors file: bad header: " + e.getOriginalMessage(), e);
    }
    throw new ModelException(file, "not a safetensors file: the header is no JSON object");
  }

  /** The bytes of one tensor. */
  private static MemorySegment data(Path file, String name, JsonNode entry, MemorySegment values) {
    long[] range = longs(file, name, entry, "data_offsets");
    if (range.length != 2 || range[0] > range[1]) {
      throw new ModelException(file, "tensor '%s': bad data_offsets".formatted(name));
    }
    if (range[1] > values.byteSize()) {
      throw new ModelException(
          file,
          "truncated: tensor '%s' ends at byte %d of %d; copy the file again"
              .formatted(name, range[1], values.byteSize()));
    }
    return values.asSlice(range[0], range[1] - range[0]);
  }

  private static WeightTensor tensor(
      Path file, String name, String type, JsonNode entry, MemorySegment data) {
    FloatFormat format =
        switch (type) {
          case "F32" -> FloatFormat.F32;
          case "F16" -> FloatFormat.F16;
          case "BF16" -> FloatFormat.BF16;
          default ->
              throw new ModelException(
                  file,
                  "tensor '%s' has type '%s'; save the model as F32, F16 or BF16"
                      .formatted(name, type));
        };
    long[] shape = longs(file, name, entry, "shape");
    if (data.byteSize() != byteSize(shape, format)) {
      throw new ModelException(
          file,
          "tensor '%s': shape %s does not fit its %d bytes"
              .formatted(name, entry.path("shape"), data.byteSize()));
    }
    return new WeightTensor(name, shape, format.toFloat32(data));
  }

  /** Bytes of the shape, or -1 if no file can hold it. */
  private static long byteSize(long[] shape, FloatFormat format) {
    try {
      return Math.multiplyExact(WeightTensor.elements(shape), format.bytes());
    } catch (ArithmeticException e) {
      return -1;
    }
  }

  /** A JSON array of integers that are not negative. */
  private static long[] longs(Path file, String name, JsonNode entry, String field) {
    JsonNode array = entry.path(field);
    long[] values = new long[array.size()];
    boolean valid = array.isArray();
    for (int i = 0; i < values.length && valid; i++) {
      JsonNode value = array.get(i);
      valid = value.isIntegralNumber() && value.canConvertToLong() && value.asLong() >= 0;
      values[i] = valid ? value.asLong() : 0;
    }
    if (!valid) {
      throw new ModelException(
          file, "tensor '%s': '%s' is no list of natural numbers".formatted(name, field));
    }
    return values;
  }

  /** The JSON header, padded with spaces so that the values start at a multiple of 8 bytes. */
  private static byte[] header(Collection<WeightTensor> tensors, Map<String, String> metadata) {
    ObjectNode header = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode node = header.putObject(METADATA);
      metadata.forEach(node::put);
    }
    Set<String> names = new HashSet<>();
    long offset = 0;
    for (WeightTensor tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new IllegalArgumentException("two tensors are named " + tensor.name());
      }
      ObjectNode entry = header.putObject(tensor.name()).put("dtype", "F32");
      entry.set("shape", JSON.valueToTree(tensor.shape()));
      long end = offset + tensor.data().byteSize();
      entry.set("data_offsets", JSON.valueToTree(new long[] {offset, end}));
      offset = end;
    }
    String json = JSON.writeValueAsString(header);
    int bytes = json.getBytes(StandardCharsets.UTF_8).length;
    return (json + " ".repeat(-bytes & 7)).getBytes(StandardCharsets.UTF_8);
  }
}
