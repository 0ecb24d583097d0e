package dev.ehi.train;

import dev.ehi.train.config.CheckpointConfig;
import java.time.Duration;

/** Says when the next checkpoint is due. */
final class CheckpointClock {
  private final CheckpointConfig config;
  private long savedAtStep;
  private long savedAtNanos = System.nanoTime();

  /**
   * @param step at which the state is on disk, or need not be
   */
  CheckpointClock(CheckpointConfig config, long step) {
    this.config = config;
    this.savedAtStep = step;
  }

  boolean isDue(long step) {
    Duration since = Duration.ofNanos(System.nanoTime() - savedAtNanos);
    return (config.everySteps() > 0 && step - savedAtStep >= config.everySteps())
        || (config.everyMinutes() > 0 && since.toMillis() >= config.everyMinutes() * 60_000);
  }

  boolean isSaved(long step) {
    return step == savedAtStep;
  }

  void saved(long step) {
    savedAtStep = step;
    savedAtNanos = System.nanoTime();
  }
}
