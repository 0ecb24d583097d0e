package dev.ehi.encoder;

import dev.ehi.encoder.OnnxFile.Node;
import dev.ehi.encoder.OnnxFile.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The weights of an ONNX export under HuggingFace names. Exporters keep most names, but fold the
 * transposition of linear weights into new, anonymous tensors {@code (in, out)}. Their names are
 * found again through the graph: from the bias that is added to the product, or else from the name
 * of the multiplication ({@code /encoder/layer.0/output/dense/MatMul}).
 */
final class OnnxWeights {
  private static final Set<String> QUANTISED_OPERATORS =
      Set.of(
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "DynamicQuantizeMatMul",
          "MatMulInteger",
          "MatMulIntegerToFloat",
          "MatMulNBits",
          "QAttention",
          "QGemm",
          "QLinearMatMul");

  private final OnnxFile file;
  private final Map<String, String> biasOf = new HashMap<>(); // output of a product -> bias added
  private final Map<String, WeightTensor> weights = new LinkedHashMap<>();

  private OnnxWeights(OnnxFile file) {
    this.file = file;
  }

  /**
   * Floating-point initialisers by HuggingFace name, linear weights as {@code (out, in)}.
   *
   * @throws ModelException if the file is quantised or keeps its weights in another file
   */
  static Map<String, WeightTensor> read(OnnxFile file) {
    OnnxWeights reader = new OnnxWeights(file);
    reader.checkReadable();
    reader.findBiases();
    reader.readProducts();
    reader.readOthers();
    return reader.weights;
  }

  private void checkReadable() {
    for (Node node : file.nodes()) {
      if (QUANTISED_OPERATORS.contains(node.operator())) {
        throw new ModelException(
            file.path(),
            "quantised (operator %s), so its weights cannot be trained; use the float32 export"
                .formatted(node.operator()));
      }
    }
    for (Tensor tensor : file.initializers().values()) {
      if (tensor.external()) {
        throw new ModelException(
            file.path(),
            "weight '%s' lies in another file (external data); export to one file"
                .formatted(tensor.name()));
      }
    }
  }

  private void findBiases() {
    for (Node node : file.nodes()) {
      if (node.operator().equals("Add")) {
        String left = node.input(0);
        String right = node.input(1);
        if (file.initializers().containsKey(left)) {
          biasOf.put(right, left);
        } else if (file.initializers().containsKey(right)) {
          biasOf.put(left, right);
        }
      }
    }
  }

  /** Weights of linear layers: right operands of products, {@code (in, out)} in the file. */
  private void readProducts() {
    for (Node node : file.nodes()) {
      boolean product = node.operator().equals("MatMul");
      boolean affine = node.operator().equals("Gemm");
      if (!product && !affine) {
        continue;
      }
      Tensor tensor = file.initializers().get(node.input(1));
      if (tensor == null || tensor.shape().size() != 2) {
        continue;
      }
      boolean transposed = node.integers().getOrDefault("transB", 0L) == 1;
      WeightTensor weight = float32(tensor, linearName(node));
      if (weight != null) {
        weights.put(weight.name(), transposed ? weight : weight.transposed());
      }
    }
  }

  private String linearName(Node product) {
    String bias = biasOf.getOrDefault(product.output(), product.input(2));
    if (bias.endsWith(".bias")) {
      return bias.substring(0, bias.length() - "bias".length()) + "weight";
    }
    String module = product.name().replaceFirst("/MatMul(_\\d+)?$", "").replace('/', '.');
    return (module.startsWith(".") ? module.substring(1) : module) + ".weight";
  }

  private void readOthers() {
    for (Tensor tensor : file.initializers().values()) {
      WeightTensor weight = float32(tensor, tensor.name());
      if (weight != null) {
        weights.putIfAbsent(weight.name(), weight);
      }
    }
  }

  private @Nullable WeightTensor float32(Tensor tensor, String name) {
    FloatFormat format =
        switch (tensor.elementType()) {
          case OnnxFile.FLOAT -> FloatFormat.F32;
          case OnnxFile.FLOAT16 -> FloatFormat.F16;
          case OnnxFile.BFLOAT16 -> FloatFormat.BF16;
          default -> null;
        };
    if (format == null) {
      return null;
    }
    try {
      long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
      return new WeightTensor(name, shape, format.toFloat32(tensor.data()));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ModelException(file.path(), "damaged: " + e.getMessage(), e);
    }
  }
}
