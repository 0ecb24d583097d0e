package dev.ehi.eval.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.core.progress.Progress;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WorkersTest {

  private static final Progress.Task TASK = Progress.none().start("test", 1, "queries");

  @Test
  void everyQueryIsProcessedOnce() {
    AtomicIntegerArray times = new AtomicIntegerArray(1001);
    Workers.run(
        1001,
        3,
        () ->
            (from, to) -> {
              for (int q = from; q < to; q++) {
                times.incrementAndGet(q);
              }
            },
        TASK);
    for (int q = 0; q < 1001; q++) {
      assertThat(times.get(q)).isEqualTo(1);
    }
  }

  @Test
  void aFailureReachesTheCaller() {
    assertThatThrownBy(
            () ->
                Workers.run(
                    100,
                    2,
                    () ->
                        (from, to) -> {
                          throw new IllegalArgumentException("bad query");
                        },
                    TASK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bad query");
  }

  @Test
  @Timeout(20)
  void anInterruptEndsTheWork() {
    Thread caller = Thread.currentThread();
    assertThatThrownBy(
            () ->
                Workers.run(Integer.MAX_VALUE / 2, 2, () -> (from, to) -> caller.interrupt(), TASK))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
