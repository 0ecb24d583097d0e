package dev.ehi.train;

/**
 * Training produced a loss or gradient that is not finite. The message says which, at which step
 * and rates, on which texts, and what the last good gradients were; no weight was changed by it.
 */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergedException(String message) {
    super(message);
  }

  DivergedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What was not finite, after how many updates: the first line of the message. */
  String reason() {
    return String.valueOf(getMessage()).lines().findFirst().orElseThrow();
  }
}
