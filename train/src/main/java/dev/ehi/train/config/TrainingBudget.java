package dev.ehi.train.config;

import java.util.Map;

/** How much time a run may take: one dial, from which everything else follows. */
public enum TrainingBudget {
  /** About a quarter of an hour on two cores for short documents. */
  QUICK(
      Map.of(
          "length.at-least", "100",
          "length.at-most", "400",
          "text.max-document-tokens", "64")),

  /** Up to two hours on two cores; {@link TrainConfig#defaults()}. */
  STANDARD(Map.of()),

  /** As long as it takes. */
  THOROUGH(
      Map.of(
          "length.epochs", "3",
          "length.at-least", "1000",
          "length.at-most", "0",
          "settle.updates", "1200",
          "text.max-document-tokens", "256"));

  private final Map<String, String> changes;

  TrainingBudget(Map<String, String> changes) {
    this.changes = changes;
  }

  /** The values in force where no file and no flag says otherwise. */
  public TrainConfig config() {
    return TrainConfig.defaults().with(changes);
  }
}
