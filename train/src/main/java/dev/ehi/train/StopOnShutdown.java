package dev.ehi.train;

import java.util.concurrent.CountDownLatch;

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
    if (!signal.requested()) {
      Runtime.getRuntime().removeShutdownHook(hook);
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
