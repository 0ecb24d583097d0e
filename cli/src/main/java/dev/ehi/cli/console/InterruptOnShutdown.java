package dev.ehi.cli.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns SIGINT and SIGTERM into an interrupt of the working thread, and holds the JVM until that
 * has come to its end: native libraries must not be unloaded while they compute. The exit code is
 * then the shell's usual 130 or 143.
 */
public final class InterruptOnShutdown implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InterruptOnShutdown.class);

  private static final long PATIENCE_SECONDS = 60;

  private final Thread worker = Thread.currentThread();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interruptAndWait, "interrupt-on-shutdown");

  private InterruptOnShutdown() {}

  /** Watches over the calling thread until it closes this. */
  public static InterruptOnShutdown install() {
    InterruptOnShutdown watch = new InterruptOnShutdown();
    Runtime.getRuntime().addShutdownHook(watch.hook);
    return watch;
  }

  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going down: the hook is running and need not be removed.
      LOG.debug("shutting down", e);
    }
  }

  private void interruptAndWait() {
    worker.interrupt();
    try {
      finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
