package dev.ehi.train;

import dev.ehi.core.progress.Progress;

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
   * A progress that interrupts the thread which reports to it once a stop is requested, so that
   * encoding a corpus, which heeds interrupts, need not run to its end.
   */
  Progress interrupting(Progress progress) {
    return (name, total, unit) -> {
      Progress.Task task = progress.start(name, total, unit);
      return new Progress.Task() {
        @Override
        public void advance(long units) {
          task.advance(units);
          if (requested) {
            Thread.currentThread().interrupt();
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
