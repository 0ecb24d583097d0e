package dev.ehi.train;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns SIGINT and SIGTERM into a {@link StopSignal} and holds the JVM until training has saved its
 * state. The exit code is then the shell's usual 130 or 143.
 *
 * <pre>{@code
 * try (StopOnShutdown stop = StopOnShutdown.install()) {
 *   Trainer.run(new TrainRequest(config, input, output, stop.signal()), progress);
 * }
 * }</pre>
 */
public final class StopOnShutdown implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StopOnShutdown.class);
  private final StopSignal signal = new StopSignal();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopAndWait, "stop-training");

  private StopOnShutdown() {}

  /** Registers with the JVM. */
  public static StopOnShutdown install() {
    StopOnShutdown stop = new StopOnShutdown();
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  public StopSignal signal() {
    return signal;
  }

  /** Training is over, the JVM need not be held. */
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

  private void stopAndWait() {
    signal.stop();
    try {
      finished.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
