package dev.ehi.core.progress;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGINT and SIGTERM into a request to stop, and holds the JVM until the work has come to its
 * end: its state is to be saved, and native libraries must not be unloaded while they compute. The
 * exit code is then the shell's usual 130 or 143.
 *
 * <pre>{@code
 * try (StopOnShutdown watch = StopOnShutdown.interrupting()) {
 *   // work that ends when its thread is interrupted
 * }
 * }</pre>
 */
public final class StopOnShutdown implements AutoCloseable {
  private static final Duration UNTIL_INTERRUPTED = Duration.ofMinutes(1);
  private static final Duration UNTIL_SAVED = Duration.ofDays(1);

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean stopping;

  private StopOnShutdown(Runnable stop, Duration patience) {
    hook = new Thread(() -> stopAndWait(stop, patience), "stop-on-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Asks work to stop that saves its state first; the JVM waits for that until this is closed. */
  public static StopOnShutdown asking(Runnable stop) {
    return new StopOnShutdown(stop, UNTIL_SAVED);
  }

  /** Interrupts the calling thread; the JVM waits a minute for it to close this. */
  public static StopOnShutdown interrupting() {
    return new StopOnShutdown(Thread.currentThread()::interrupt, UNTIL_INTERRUPTED);
  }

  /** Whether the request was made. */
  public boolean isStopping() {
    return stopping;
  }

  /** The work is over, the JVM need not be held. */
  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the JVM is going down: the hook is running and need not be removed
    }
  }

  private void stopAndWait(Runnable stop, Duration patience) {
    stopping = true;
    stop.run();
    try {
      finished.await(patience.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
