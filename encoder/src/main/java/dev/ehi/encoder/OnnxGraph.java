package dev.ehi.encoder;

import dev.ehi.core.file.DurableFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An ONNX model under construction. Values are known by name; a node's one output has the node's
 * name. Weights stay where they are until the model is written. See {@code onnx.proto} for the
 * field numbers.
 */
final class OnnxGraph {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;
  private static final int TYPE_FLOAT = 1; // AttributeProto.AttributeType
  private static final int TYPE_INT = 2;
  private static final int TYPE_INTS = 7;

  private final ProtobufWriter nodes = new ProtobufWriter();
  private final ProtobufWriter interfaces = new ProtobufWriter();
  private final List<MemorySegment> initializers = new ArrayList<>(); // headers and values in turn

  /** A node's attributes. */
  static final class Attributes {
    private final List<ProtobufWriter> attributes = new ArrayList<>();

    Attributes put(String name, float value) {
      return add(name, TYPE_FLOAT, new ProtobufWriter().fixedFloat(2, value));
    }

    Attributes put(String name, long value) {
      return add(name, TYPE_INT, new ProtobufWriter().varint(3, value));
    }

    Attributes put(String name, long... values) {
      ProtobufWriter list = new ProtobufWriter();
      for (long value : values) {
        list.varint(8, value);
      }
      return add(name, TYPE_INTS, list);
    }

    private Attributes add(String name, int type, ProtobufWriter value) {
      attributes.add(value.string(1, name).varint(20, type));
      return this;
    }
  }

  /** Adds a node and returns the name of its output, which is the node's. */
  String node(String operator, String name, List<String> inputs, Attributes attributes) {
    ProtobufWriter node = new ProtobufWriter();
    inputs.forEach(input -> node.string(1, input));
    node.string(2, name).string(3, name).string(4, operator);
    attributes.attributes.forEach(attribute -> node.message(5, attribute));
    nodes.message(1, node);
    return name;
  }

  /** Adds a node without attributes. */
  String node(String operator, String name, String... inputs) {
    return node(operator, name, List.of(inputs), new Attributes());
  }

  /** Adds a float32 tensor under its own name. */
  String weight(WeightTensor tensor) {
    initializer(tensor.name(), OnnxFile.FLOAT, tensor.shape(), tensor.data());
    return tensor.name();
  }

  /** Adds a float32 scalar. */
  String scalar(String name, float value) {
    initializer(name, OnnxFile.FLOAT, new long[0], bytes(Float.BYTES).putFloat(0, value));
    return name;
  }

  /** Adds a list of int64. */
  String integers(String name, long... values) {
    ByteBuffer data = bytes(values.length * Long.BYTES);
    data.asLongBuffer().put(values);
    initializer(name, OnnxFile.INT64, new long[] {values.length}, data);
    return name;
  }

  /** Declares an int64 input {@code (batch, tokens)}. */
  void input(String name) {
    interfaces.message(11, valueInfo(name, OnnxFile.INT64, List.of("batch", "tokens")));
  }

  /** Declares a float32 output {@code (batch, tokens, width)}. */
  void output(String name, int width) {
    interfaces.message(12, valueInfo(name, OnnxFile.FLOAT, List.of("batch", "tokens", width)));
  }

  /** Writes the model; the file appears whole or not at all. */
  void write(Path file) throws IOException {
    List<MemorySegment> parts = parts();
    DurableFiles.write(
        file,
        channel -> {
          for (MemorySegment part : parts) {
            DurableFiles.writeFully(channel, part);
          }
        });
  }

  /** The model in direct memory. */
  ByteBuffer toBuffer() {
    List<MemorySegment> parts = parts();
    long size = parts.stream().mapToLong(MemorySegment::byteSize).sum();
    MemorySegment model = Arena.ofAuto().allocate(size);
    long position = 0;
    for (MemorySegment part : parts) {
      MemorySegment.copy(part, 0, model, position, part.byteSize());
      position += part.byteSize();
    }
    return model.asByteBuffer();
  }

  private List<MemorySegment> parts() {
    byte[] start = new ProtobufWriter().string(2, "encoder").toBytes();
    byte[] nodeList = nodes.toBytes();
    byte[] ends = interfaces.toBytes();
    long weights = initializers.stream().mapToLong(MemorySegment::byteSize).sum();
    byte[] model =
        new ProtobufWriter()
            .varint(1, IR_VERSION)
            .string(2, "ehi")
            .message(8, new ProtobufWriter().string(1, "").varint(2, OPSET))
            .header(7, start.length + nodeList.length + weights + ends.length)
            .toBytes();
    List<MemorySegment> parts = new ArrayList<>();
    parts.add(MemorySegment.ofArray(model));
    parts.add(MemorySegment.ofArray(start));
    parts.add(MemorySegment.ofArray(nodeList));
    parts.addAll(initializers);
    parts.add(MemorySegment.ofArray(ends));
    return parts;
  }

  private void initializer(String name, int type, long[] shape, ByteBuffer data) {
    initializer(name, type, shape, MemorySegment.ofBuffer(data));
  }

  private void initializer(String name, int type, long[] shape, MemorySegment data) {
    ProtobufWriter tensor = new ProtobufWriter();
    for (long dimension : shape) {
      tensor.varint(1, dimension);
    }
    tensor.varint(2, type).string(8, name).header(9, data.byteSize());
    byte[] header = tensor.toBytes();
    byte[] field = new ProtobufWriter().header(5, header.length + data.byteSize()).toBytes();
    initializers.add(MemorySegment.ofArray(field));
    initializers.add(MemorySegment.ofArray(header));
    initializers.add(data);
  }

  /** A value with dimensions that are numbers or names of what varies. */
  private static ProtobufWriter valueInfo(String name, int type, List<Object> dimensions) {
    ProtobufWriter shape = new ProtobufWriter();
    for (Object dimension : dimensions) {
      ProtobufWriter message = new ProtobufWriter();
      shape.message(
          1,
          dimension instanceof Integer size
              ? message.varint(1, size)
              : message.string(2, dimension.toString()));
    }
    ProtobufWriter tensor = new ProtobufWriter().varint(1, type).message(2, shape);
    return new ProtobufWriter().string(1, name).message(2, new ProtobufWriter().message(1, tensor));
  }

  private static ByteBuffer bytes(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
