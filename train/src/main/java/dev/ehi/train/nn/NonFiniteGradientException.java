package dev.ehi.train.nn;

import java.util.List;

/** Gradients hold NaN or infinity; the parameters have not been changed. */
public final class NonFiniteGradientException extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final int SHOWN = 5;

  private final transient List<String> parameters;

  NonFiniteGradientException(List<String> parameters) {
    super(
        "the gradients of %d parameters are not finite, such as %s: lower the learning rate or the loss's temperature, or train in float32"
            .formatted(
                parameters.size(),
                String.join(", ", parameters.subList(0, Math.min(SHOWN, parameters.size())))));
    this.parameters = List.copyOf(parameters);
  }

  /** As {@code group/parameter}. */
  public List<String> parameters() {
    return parameters;
  }
}
