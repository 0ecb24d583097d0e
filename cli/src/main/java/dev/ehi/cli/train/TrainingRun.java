package dev.ehi.cli.train;

import dev.ehi.cli.console.ErrorLine;
import dev.ehi.core.progress.Progress;
import dev.ehi.train.TrainRequest;
import dev.ehi.train.TrainResult;
import dev.ehi.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;

/** Runs a training, and says where to look when it fails. */
public final class TrainingRun {
  private TrainingRun() {}

  /**
   * As {@link Trainer#run}.
   *
   * @throws FailedRunException if the run failed after it began
   */
  public static TrainResult of(TrainRequest request, Progress progress) throws IOException {
    try {
      return Trainer.run(request, progress);
    } catch (IllegalArgumentException e) {
      throw e; // the request is wrong, the run never began
    } catch (IOException | RuntimeException e) {
      if (Trainer.hasBegun(request.output())) {
        throw new FailedRunException(request.output(), e);
      }
      throw e;
    }
  }

  /** A failure whose folder tells more of it. */
  public static final class FailedRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FailedRunException(Path run, Exception cause) {
      super(
          "%s; 'ehi inspect %s' shows how training went until then"
              .formatted(ErrorLine.describe(cause), run),
          cause);
    }
  }
}
