package dev.ehi.eval.curve;

import dev.ehi.core.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Splits queries into blocks and shares them out among threads, each with scratch of its own. */
public final class Workers {

  /** Queries in a block; sums are taken block by block, so results do not depend on the threads. */
  static final int BLOCK = 32;

  private Workers() {}

  /** One thread's scratch and what it does with a block of queries. */
  public interface Worker {
    void process(int from, int to);
  }

  static int blocks(int queries) {
    return (queries + BLOCK - 1) / BLOCK;
  }

  /**
   * Processes all queries. No worker runs on when this returns or throws.
   *
   * @param worker makes the scratch, called once a thread
   * @throws CancellationException if the calling thread is interrupted, which stays set
   */
  public static void run(
      int queries, int threads, Supplier<? extends Worker> worker, Progress.Task task) {
    AtomicInteger nextBlock = new AtomicInteger();
    Runnable loop =
        () -> {
          Worker own = worker.get();
          while (!Thread.currentThread().isInterrupted()) {
            int from = nextBlock.getAndIncrement() * BLOCK;
            if (from >= queries) {
              return;
            }
            int to = Math.min(queries, from + BLOCK);
            own.process(from, to);
            task.advance(to - from);
          }
        };
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(executor.submit(loop));
      }
      for (Future<?> future : running) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      executor.shutdownNow();
      executor.close();
    }
  }
}
