package dev.ehi.train;

import dev.ehi.train.config.TrainConfig;
import java.nio.file.Path;

/**
 * One training run.
 *
 * @param output folder of the run; a run stopped there before is continued
 * @param stop may end the run early, to be continued later
 */
public record TrainRequest(TrainConfig config, TrainInput input, Path output, StopSignal stop) {

  /** A run that nothing will stop. */
  public TrainRequest(TrainConfig config, TrainInput input, Path output) {
    this(config, input, output, new StopSignal());
  }
}
