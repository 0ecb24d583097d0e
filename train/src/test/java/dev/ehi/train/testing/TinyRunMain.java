package dev.ehi.train.testing;

import dev.ehi.train.TrainRequest;
import dev.ehi.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;

/** A tiny run in a process of its own, which prints each step so that it can be killed at one. */
public final class TinyRunMain {
  private TinyRunMain() {}

  /** The configuration of the run; a checkpoint falls between the steps at which it is killed. */
  public static dev.ehi.train.config.TrainConfig config() {
    return TinyRun.config("epochs", "2", "checkpoint.every-steps", "4", "dev.every-epochs", "0.5");
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Trainer.run(
        new TrainRequest(config(), TinyRun.texts(folder), folder.resolve("killed")),
        TinyRun.onTrainStep(step -> System.out.println("step " + step)));
  }
}
