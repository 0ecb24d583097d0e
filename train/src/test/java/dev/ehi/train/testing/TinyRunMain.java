package dev.ehi.train.testing;

import dev.ehi.core.progress.StopOnShutdown;
import dev.ehi.train.StopSignal;
import dev.ehi.train.TrainRequest;
import dev.ehi.train.Trainer;
import dev.ehi.train.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Path;

/** A tiny run in a process of its own, which prints each step so that it can be ended at one. */
public final class TinyRunMain {
  private TinyRunMain() {}

  /** The configuration of the run, with checkpoints at some steps only. */
  public static TrainConfig config() {
    return TinyRun.config(
        "length.epochs", "2", "checkpoint.every-steps", "4", "dev.every-epochs", "0.5");
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    StopSignal signal = new StopSignal();
    try (StopOnShutdown _ = StopOnShutdown.asking(signal::stop)) {
      Trainer.run(
          new TrainRequest(config(), TinyRun.texts(folder), folder.resolve("ended"), signal),
          TinyRun.onTrainStep(step -> System.out.println("step " + step)));
    }
  }
}
