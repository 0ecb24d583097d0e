package dev.ehi.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class InterruptibleTest {

  @Test
  void workIsStoppedBySigtermAndSaysWhatBecameOfIt() throws Exception {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                Endless.class.getName())
            .start();
    try (BufferedReader out = process.inputReader();
        BufferedReader err = process.errorReader()) {
      assertThat(out.readLine()).isEqualTo("working");
      process.toHandle().destroy(); // unlike Process.destroy, this leaves the streams open
      assertThat(process.waitFor()).isEqualTo(128 + 15);
      assertThat(out.readLine()).isEqualTo("cleaned up");
      assertThat(err.readLine()).isEqualTo("ehi: stopped; nothing was written");
      assertThat(err.readLine()).isNull();
    }
  }

  @Test
  void workThatEndsIsAsItIs() throws IOException {
    assertThat(Interruptible.run("", () -> {})).isZero();
  }

  /** Works until it is interrupted. */
  static final class Endless {
    private Endless() {}

    public static void main(String[] args) throws IOException {
      int exitCode = Interruptible.run("nothing was written", Endless::work);
      System.exit(exitCode);
    }

    private static void work() {
      System.out.println("working");
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        System.out.println("cleaned up");
        throw new CancellationException("interrupted");
      }
    }
  }
}
