package dev.ehi.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LineTaskTest {

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  @Test
  void linesTellShareRateTimeLeftAndNote() {
    LineTask task = new LineTask("indexing", 2_000, "documents", Duration.ZERO, out);
    task.note("loss 1.2");
    task.advance(500);
    assertThat(text())
        .startsWith("indexing: 500 of 2,000 documents (25 %), ")
        .containsPattern("/s, \\d+:\\d\\d left, loss 1.2");
  }

  @Test
  void withoutATotalOnlyTheRateIsTold() {
    new LineTask("reading", -1, "lines", Duration.ZERO, out).advance(7);
    assertThat(text()).startsWith("reading: 7 lines, ").doesNotContain("left");
  }

  @Test
  void shortTasksAreNotTold() {
    LineTask task = new LineTask("short", 10, "steps", Duration.ofHours(1), out);
    task.advance(10);
    task.close();
    assertThat(text()).isEmpty();
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
