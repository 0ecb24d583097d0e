package dev.ehi.train.config;

/**
 * How long a run trains: so many passes over the training pairs, but within bounds on the updates,
 * since passes over few pairs teach little and passes over very many take days.
 *
 * @param epochs passes over the training pairs
 * @param atLeast updates; 0 for no bound
 * @param atMost updates; 0 for no bound
 */
public record LengthConfig(double epochs, int atLeast, int atMost) {
  public LengthConfig {
    Checks.positive("epochs", epochs);
    Checks.range("at-least", atLeast, 0, Integer.MAX_VALUE);
    Checks.range("at-most", atMost, 0, Integer.MAX_VALUE);
    if (atMost > 0 && atLeast > atMost) {
      throw new IllegalArgumentException(
          "at-least must not exceed at-most, but is %d and at-most %d".formatted(atLeast, atMost));
    }
  }

  /** Updates of a run. */
  public long updates(int updatesPerEpoch) {
    long updates = Math.max(1, Math.round(epochs * updatesPerEpoch));
    return Math.clamp(updates, atLeast, atMost > 0 ? atMost : Long.MAX_VALUE);
  }
}
