package dev.ehi.encoder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings weights under their plain HuggingFace names and checks that an encoder is complete. */
final class EncoderWeights {
  private static final int MISSING_SHOWN = 5;

  /** What wrappers put before the encoder's own names: {@code bert.}, {@code 0.auto_model.} ... */
  private static final Pattern PREFIX =
      Pattern.compile("^(?:\\w+\\.)*?((?:embeddings|encoder\\.layer|transformer\\.layer)\\.)");

  private EncoderWeights() {}

  /** The name without wrappers' prefixes; TensorFlow's gamma and beta are weight and bias. */
  static String plainName(String name) {
    Matcher prefix = PREFIX.matcher(name);
    String plain = prefix.find() ? name.substring(prefix.start(1)) : name;
    return plain
        .replaceFirst("LayerNorm\\.gamma$", "LayerNorm.weight")
        .replaceFirst("LayerNorm\\.beta$", "LayerNorm.bias");
  }

  /**
   * Exactly the tensors that the architecture needs, under plain names, in the order of
   * computation. Others (pooler, heads of pre-training) are left out.
   *
   * @throws ModelException naming the tensors that are missing or misshapen
   */
  static Map<String, WeightTensor> complete(
      Path file, EncoderConfig config, Map<String, WeightTensor> tensors) {
    Map<String, WeightTensor> plain = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> plain.put(plainName(name), tensor));
    Map<String, WeightTensor> weights = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    WeightNames.shapes(config)
        .forEach(
            (name, shape) -> {
              WeightTensor tensor = plain.get(name);
              if (tensor == null) {
                missing.add(name);
              } else if (!Arrays.equals(tensor.shape(), shape)) {
                throw new ModelException(
                    file,
                    "tensor '%s' has shape %s, but the configuration asks for %s"
                        .formatted(name, Arrays.toString(tensor.shape()), Arrays.toString(shape)));
              } else {
                weights.put(name, tensor.name().equals(name) ? tensor : tensor.renamed(name));
              }
            });
    if (!missing.isEmpty()) {
      throw new ModelException(file, missingMessage(config, missing));
    }
    return Collections.unmodifiableMap(weights);
  }

  private static String missingMessage(EncoderConfig config, List<String> missing) {
    return "no complete %s encoder of %d layers: %d tensors are missing, such as %s"
        .formatted(
            config.modelType(),
            config.layers(),
            missing.size(),
            String.join(", ", missing.subList(0, Math.min(MISSING_SHOWN, missing.size()))));
  }
}
