package dev.ehi.cli.console;

import dev.ehi.core.progress.StopOnShutdown;
import java.io.IOException;

/** Work that Ctrl-C and SIGTERM bring to an orderly end, which is told in one line. */
public final class Interruptible {

  private static final int STOPPED = 130;

  private Interruptible() {}

  /** Work that fails when its thread is interrupted. */
  public interface Work {
    void run() throws IOException;
  }

  /**
   * Runs the work.
   *
   * @param whenStopped what has become of it then, and what to do
   * @return the exit code
   */
  public static int run(String whenStopped, Work work) throws IOException {
    try (StopOnShutdown watch = StopOnShutdown.interrupting()) {
      try {
        work.run();
        return 0;
      } catch (IOException | RuntimeException e) {
        if (!watch.isStopping()) {
          throw e;
        }
        System.err.println("ehi: stopped; " + whenStopped);
        return STOPPED;
      }
    }
  }
}
