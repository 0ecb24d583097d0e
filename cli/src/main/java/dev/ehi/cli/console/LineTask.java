package dev.ehi.cli.console;

import dev.ehi.core.progress.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * A task told in plain lines: at most one in an interval, and a last one when it is closed. A task
 * that takes less than {@link #WORTH_TELLING} is not told at all.
 */
final class LineTask implements Progress.Task {

  private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

  private final String name;
  private final long total;
  private final String unit;
  private final long nanosBetweenLines;
  private final PrintStream out;
  private final long start = System.nanoTime();
  private long lastLine = start;
  private long done;
  private String note = "";

  LineTask(String name, long total, String unit, Duration betweenLines, PrintStream out) {
    this.name = name;
    this.total = total;
    this.unit = unit;
    this.nanosBetweenLines = betweenLines.toNanos();
    this.out = out;
  }

  @Override
  public synchronized void advance(long units) {
    done += units;
    long now = System.nanoTime();
    if (now - lastLine >= nanosBetweenLines) {
      lastLine = now;
      out.println(line(now));
    }
  }

  @Override
  public synchronized void note(String text) {
    note = text;
  }

  @Override
  public synchronized void close() {
    if (System.nanoTime() - start < WORTH_TELLING.toNanos()) {
      return;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    out.println(
        String.format(Locale.ROOT, "%s: %,d %s in %.1f s%s", name, done, unit, seconds, suffix()));
  }

  private String line(long now) {
    double seconds = (now - start) / 1e9;
    double rate = done / Math.max(seconds, 1e-9);
    String done = String.format(Locale.ROOT, "%,d", this.done);
    if (total <= 0) {
      return String.format(Locale.ROOT, "%s: %s %s, %.1f/s%s", name, done, unit, rate, suffix());
    }
    long left = Math.round((total - this.done) / Math.max(rate, 1e-9));
    return String.format(
        Locale.ROOT,
        "%s: %s of %,d %s (%d %%), %.1f/s, %d:%02d left%s",
        name,
        done,
        total,
        unit,
        100 * this.done / total,
        rate,
        left / 60,
        left % 60,
        suffix());
  }

  private String suffix() {
    return note.isEmpty() ? "" : ", " + note;
  }
}
