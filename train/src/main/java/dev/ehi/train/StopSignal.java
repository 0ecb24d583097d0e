package dev.ehi.train;

import dev.ehi.core.progress.Progress;
import java.util.concurrent.CancellationException;

/** A request to stop, made by any thread; training saves its state and returns at the next step. */
public final class StopSignal {
  private volatile boolean requested;

  /** Asks for the stop. */
  public void stop() {
    requested = true;
  }

  boolean requested() {
    return requested;
  }

  /**
   * A progress whose tasks end with a {@link CancellationException} once a stop is requested, so
   * that encoding or clustering a corpus need not run to its end.
   */
  Progress cancelling(Progress progress) {
    return (name, total, unit) -> {
      Progress.Task task = progress.start(name, total, unit);
      return new Progress.Task() {
        @Override
        public void advance(long units) {
          task.advance(units);
          if (requested) {
            throw new CancellationException(name);
          }
        }

        @Override
        public void note(String message) {
          task.note(message);
        }

        @Override
        public void close() {
          task.close();
        }
      };
    };
  }
}
