package dev.ehi.encoder;

import dev.ehi.encoder.EncoderConfig.Activation;
import dev.ehi.encoder.EncoderConfig.ModelType;
import dev.ehi.encoder.OnnxFile.Node;
import dev.ehi.encoder.OnnxFile.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The architecture of an encoder from its ONNX export alone, for exports that come without {@code
 * config.json}: sizes from the shapes of weights, the number of heads from the reshapes of
 * attention, epsilon and activation from the graph's constants and operators.
 */
final class OnnxArchitecture {
  private static final String REMEDY = "put the model's config.json beside it";

  private final OnnxFile file;
  private final Map<String, WeightTensor> weights;
  private final Map<String, Tensor> constants = new HashMap<>();
  private final Map<String, Node> producers = new HashMap<>();

  private OnnxArchitecture(OnnxFile file, Map<String, WeightTensor> weights) {
    this.file = file;
    this.weights = weights;
    constants.putAll(file.initializers());
    for (Node node : file.nodes()) {
      node.outputs().forEach(output -> producers.put(output, node));
      Tensor value = node.value();
      if (value != null && node.operator().equals("Constant")) {
        constants.put(node.output(), value);
      }
    }
  }

  /**
   * @param weights of the file, under plain HuggingFace names
   * @throws ModelException if the file is no BERT or DistilBERT, or does not tell
   */
  static EncoderConfig of(OnnxFile file, Map<String, WeightTensor> weights) {
    try {
      return new OnnxArchitecture(file, weights).config();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ModelException(file.path(), "no valid encoder: " + e.getMessage(), e);
    }
  }

  private EncoderConfig config() {
    ModelType type =
        weights.keySet().stream().anyMatch(name -> name.startsWith("transformer.layer."))
            ? ModelType.DISTILBERT
            : ModelType.BERT;
    WeightNames names = WeightNames.of(type);
    long[] words = shape(names.wordEmbeddings());
    int hidden = (int) words[1];
    int layers = 0;
    while (weights.containsKey(names.layer(layers).query() + ".bias")) {
      layers++;
    }
    if (layers == 0) {
      throw new ModelException(
          file.path(),
          "no BERT or DistilBERT encoder: '%s.bias' is missing".formatted(names.layer(0).query()));
    }
    int types = type == ModelType.BERT ? (int) shape(names.tokenTypeEmbeddings())[0] : 0;
    return new EncoderConfig(
        type,
        (int) words[0],
        hidden,
        layers,
        heads(hidden),
        (int) shape(names.layer(0).intermediate())[0],
        (int) shape(names.positionEmbeddings())[0],
        types,
        layerNormEps(),
        activation());
  }

  private long[] shape(String module) {
    WeightTensor weight = weights.get(module + ".weight");
    if (weight == null || weight.shape().length != 2) {
      throw new ModelException(
          file.path(), "no BERT or DistilBERT encoder: '%s.weight' is missing".formatted(module));
    }
    return weight.shape();
  }

  /** Attention reshapes to {@code (batch, tokens, heads, headSize)}. */
  private int heads(int hidden) {
    Set<Long> heads = new HashSet<>();
    for (Node node : file.nodes()) {
      Long attribute = node.integers().get("num_heads");
      if (attribute != null) {
        heads.add(attribute);
      }
      if (node.operator().equals("Reshape")) {
        long[] shape = reshape(node.input(1));
        if (shape.length == 4) {
          long count = shape[2] > 0 ? shape[2] : hidden / Math.max(1, shape[3]);
          long size = shape[3] > 0 ? shape[3] : hidden / Math.max(1, shape[2]);
          if (count * size == hidden) {
            heads.add(count);
          }
        }
      }
    }
    return Math.toIntExact(only(heads, "attention heads"));
  }

  /** The target shape of a reshape, with -1 for what is computed. */
  private long[] reshape(String name) {
    Tensor constant = constants.get(name);
    if (constant != null) {
      return constant.elementType() == OnnxFile.INT64 ? constant.longs() : new long[0];
    }
    Node producer = producers.get(name);
    if (producer == null || !producer.operator().equals("Concat")) {
      return new long[0];
    }
    return producer.inputs().stream().mapToLong(this::dimension).toArray();
  }

  private long dimension(String name) {
    Tensor constant = constants.get(name);
    if (constant == null || constant.elementType() != OnnxFile.INT64) {
      return -1;
    }
    long[] values = constant.longs();
    return values.length == 1 ? values[0] : -1;
  }

  /** An attribute of the fused operator, or the constant under the square root. */
  private float layerNormEps() {
    Set<Float> values = new HashSet<>();
    for (Node node : file.nodes()) {
      if (node.floats().containsKey("epsilon")) {
        values.add(node.floats().get("epsilon"));
      }
      if (node.operator().equals("Sqrt")) {
        Node sum = producers.get(node.input(0));
        if (sum != null && sum.operator().equals("Add")) {
          sum.inputs().stream()
              .map(this::scalar)
              .filter(value -> value != null)
              .forEach(values::add);
        }
      }
    }
    return only(values, "epsilon of layer normalisation");
  }

  private @Nullable Float scalar(String name) {
    Tensor constant = constants.get(name);
    if (constant == null
        || constant.elementType() != OnnxFile.FLOAT
        || constant.data().byteSize() != Float.BYTES) {
      return null;
    }
    return FloatFormat.F32.get(constant.data(), 0);
  }

  private Activation activation() {
    Set<String> operators =
        file.nodes().stream().map(Node::operator).collect(Collectors.toUnmodifiableSet());
    if (operators.stream().anyMatch(Set.of("Erf", "Gelu", "BiasGelu")::contains)) {
      return Activation.GELU;
    }
    if (operators.stream().anyMatch(Set.of("Tanh", "FastGelu")::contains)) {
      return Activation.GELU_TANH;
    }
    if (operators.contains("Relu")) {
      return Activation.RELU;
    }
    throw unknown("activation function");
  }

  private <T> T only(Set<T> values, String what) {
    if (values.size() != 1) {
      throw unknown(what + (values.isEmpty() ? "" : " (candidates " + List.copyOf(values) + ")"));
    }
    return values.iterator().next();
  }

  private ModelException unknown(String what) {
    return new ModelException(
        file.path(), "the graph does not tell its %s; %s".formatted(what, REMEDY));
  }
}
