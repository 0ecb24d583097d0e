package dev.ehi.train;

import dev.ehi.train.checkpoint.RunState;
import dev.ehi.train.config.TrainConfig;

/** What is due at which step. */
final class Schedule {
  private final long steps;
  private final long stepsPerEpoch;
  private final long mineEvery;
  private final long scoreEvery;
  private final int patience;

  /**
   * @param stepsPerEpoch updates in one pass over the training pairs
   */
  Schedule(TrainConfig config, int stepsPerEpoch) {
    this.stepsPerEpoch = stepsPerEpoch;
    steps = config.length().updates(stepsPerEpoch);
    mineEvery = interval(config.mining().everyEpochs(), config.mining().atLeastUpdates());
    scoreEvery = interval(config.dev().everyEpochs(), config.dev().atLeastUpdates());
    patience = config.dev().patience();
  }

  private long interval(double epochs, int atLeast) {
    return Math.max(atLeast, Math.round(epochs * stepsPerEpoch));
  }

  /** Updates of a run that does not stop early. */
  long steps() {
    return steps;
  }

  /** The epoch of an update, counted from 1. */
  int epochOf(long step) {
    return (int) ((step - 1) / stepsPerEpoch) + 1;
  }

  boolean isOver(RunState state) {
    return state.step() >= steps || (patience > 0 && state.scoringsWithoutGain() >= patience);
  }

  /** Mining after the last update would be for nothing. */
  boolean miningIsDue(RunState state) {
    return state.step() < steps
        && (state.minedAt() < 0 || state.step() - state.minedAt() >= mineEvery);
  }

  /** The start and the end are always scored. */
  boolean scoringIsDue(RunState state) {
    return state.scoredAt() < 0
        || state.step() - state.scoredAt() >= scoreEvery
        || (state.step() == steps && state.scoredAt() < steps);
  }
}
