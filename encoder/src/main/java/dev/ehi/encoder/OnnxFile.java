package dev.ehi.encoder;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The graph of an ONNX file as far as needed to find an encoder's weights and architecture: nodes
 * with their scalar and tensor attributes, and initialisers as views of the mapped file. See {@code
 * onnx.proto} for the field numbers.
 */
final class OnnxFile {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** ONNX's numbers of element types. */
  static final int FLOAT = 1;

  static final int INT64 = 7;
  static final int FLOAT16 = 10;
  static final int BFLOAT16 = 16;

  private final Path path;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> initializers = new LinkedHashMap<>();

  private OnnxFile(Path path) {
    this.path = path;
  }

  /**
   * A node; tensor attributes are kept for {@code Constant} alone.
   *
   * @param integers integer attributes by name
   * @param floats float attributes by name
   * @param value the tensor of a {@code Constant}
   */
  record Node(
      String operator,
      String name,
      List<String> inputs,
      List<String> outputs,
      Map<String, Long> integers,
      Map<String, Float> floats,
      @Nullable Tensor value) {

    /** Name of an input; empty where there is none. */
    String input(int index) {
      return index < inputs.size() ? inputs.get(index) : "";
    }

    /** Name of the first output; empty where there is none. */
    String output() {
      return outputs.isEmpty() ? "" : outputs.getFirst();
    }
  }

  /**
   * A constant tensor.
   *
   * @param elementType one of ONNX's numbers
   * @param data little-endian values; empty if they lie elsewhere
   * @param external whether the values lie in another file
   */
  record Tensor(
      String name, int elementType, List<Long> shape, MemorySegment data, boolean external) {

    /** The values of an INT64 tensor. */
    long[] longs() {
      return data.toArray(LONG);
    }
  }

  /**
   * Maps and parses a file.
   *
   * @throws ModelException if it is damaged or no ONNX file
   */
  static OnnxFile read(Path path) throws IOException {
    OnnxFile file = new OnnxFile(path);
    try (FileChannel channel = FileChannel.open(path)) {
      MemorySegment bytes =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      ProtobufReader model = new ProtobufReader(bytes);
      while (model.next()) {
        if (model.field() == 7) {
          file.graph(model.message());
        }
      }
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new ModelException(path, "damaged or no ONNX file (%s)".formatted(e.getMessage()), e);
    }
    if (file.nodes.isEmpty()) {
      throw new ModelException(path, "no ONNX file: it holds no graph");
    }
    return file;
  }

  Path path() {
    return path;
  }

  List<Node> nodes() {
    return nodes;
  }

  Map<String, Tensor> initializers() {
    return initializers;
  }

  private void graph(ProtobufReader graph) {
    while (graph.next()) {
      switch (graph.field()) {
        case 1 -> nodes.add(node(graph.message()));
        case 5 -> {
          Tensor tensor = tensor(graph.message());
          initializers.put(tensor.name(), tensor);
        }
        default -> {}
      }
    }
  }

  private static Node node(ProtobufReader node) {
    String name = "";
    String operator = "";
    Tensor value = null;
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    Map<String, Long> integers = new HashMap<>();
    Map<String, Float> floats = new HashMap<>();
    while (node.next()) {
      switch (node.field()) {
        case 1 -> inputs.add(node.string());
        case 2 -> outputs.add(node.string());
        case 3 -> name = node.string();
        case 4 -> operator = node.string();
        case 5 -> {
          Tensor tensor = attribute(node.message(), integers, floats);
          value = tensor == null ? value : tensor;
        }
        default -> {}
      }
    }
    return new Node(operator, name, inputs, outputs, integers, floats, value);
  }

  /** Files a scalar under its name; returns the tensor if the attribute is one. */
  private static @Nullable Tensor attribute(
      ProtobufReader attribute, Map<String, Long> integers, Map<String, Float> floats) {
    String name = "";
    Long integer = null;
    Float number = null;
    Tensor tensor = null;
    while (attribute.next()) {
      switch (attribute.field()) {
        case 1 -> name = attribute.string();
        case 2 -> number = attribute.fixedFloat();
        case 3 -> integer = attribute.varint();
        case 5 -> tensor = tensor(attribute.message());
        default -> {}
      }
    }
    if (integer != null) {
      integers.put(name, integer);
    }
    if (number != null) {
      floats.put(name, number);
    }
    return tensor;
  }

  private static Tensor tensor(ProtobufReader tensor) {
    String name = "";
    int elementType = 0;
    boolean external = false;
    List<Long> shape = new ArrayList<>();
    List<Long> longs = new ArrayList<>();
    MemorySegment data = MemorySegment.NULL;
    while (tensor.next()) {
      switch (tensor.field()) {
        case 1 -> varints(tensor, shape);
        case 2 -> elementType = (int) tensor.varint();
        case 4, 9 -> data = tensor.bytes(); // packed float_data and raw_data look alike
        case 7 -> varints(tensor, longs);
        case 8 -> name = tensor.string();
        case 13 -> external = true;
        default -> {}
      }
    }
    if (!longs.isEmpty()) {
      data = MemorySegment.ofArray(new long[longs.size()]);
      for (int i = 0; i < longs.size(); i++) {
        data.setAtIndex(LONG, i, longs.get(i));
      }
    }
    return new Tensor(name, elementType, List.copyOf(shape), data, external);
  }

  /** One value, or a packed list of them. */
  private static void varints(ProtobufReader field, List<Long> values) {
    if (field.isLengthDelimited()) {
      ProtobufReader list = field.message();
      while (!list.atEnd()) {
        values.add(list.packedVarint());
      }
    } else {
      values.add(field.varint());
    }
  }
}
