package dev.ehi.cli.console;

import dev.ehi.core.progress.Progress;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows tasks on standard error: as bars on a terminal, else as a plain line now and then. */
public final class ConsoleProgress {

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private ConsoleProgress() {}

  /** The form that fits where standard error goes. */
  public static Progress create() {
    return StandardError.isTerminal()
        ? ConsoleProgress::bar
        : (name, total, unit) -> new LineTask(name, total, unit, BETWEEN_LINES, System.err);
  }

  private static Progress.Task bar(String name, long total, String unit) {
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(name)
            .setInitialMax(total)
            .setUnit(" " + unit, 1)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200)
            .showSpeed()
            .build();
    return new Progress.Task() {
      @Override
      public void advance(long units) {
        bar.stepBy(units);
      }

      @Override
      public void note(String text) {
        bar.setExtraMessage(" " + text);
      }

      @Override
      public void close() {
        bar.close();
      }
    };
  }
}
