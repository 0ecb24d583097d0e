package dev.ehi.train.nn;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Parameters that share a learning rate.
 *
 * @param name for logs and saved state; unique among the groups of an optimiser
 * @param learningRate at schedule scale 1
 * @param weightDecay decoupled, applied to matrices only: biases and layer normalisations, which
 *     have one dimension, do not decay
 */
public record ParameterGroup(
    String name, Map<String, Tensor> parameters, double learningRate, double weightDecay) {

  public ParameterGroup {
    if (!(learningRate >= 0) || !(weightDecay >= 0)) {
      throw new IllegalArgumentException(
          "group %s: learning rate %s and weight decay %s must not be negative"
              .formatted(name, learningRate, weightDecay));
    }
    parameters = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(parameters));
  }

  /** All parameters of a network. */
  public static ParameterGroup of(String name, Net net, double learningRate, double weightDecay) {
    return new ParameterGroup(name, net.parameters(), learningRate, weightDecay);
  }
}
