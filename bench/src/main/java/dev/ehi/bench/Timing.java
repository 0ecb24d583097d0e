package dev.ehi.bench;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one round of something took.
 *
 * @param seconds on the wall
 * @param cpuSeconds of all threads of the process
 */
public record Timing(double seconds, double cpuSeconds) {

  private static final com.sun.management.OperatingSystemMXBean PROCESS =
      (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** Something to be timed. */
  @FunctionalInterface
  public interface Work<E extends Exception> {
    void run() throws E;
  }

  /** Runs and times it. */
  public static <E extends Exception> Timing of(Work<E> work) throws E {
    long cpu = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Timing(seconds, (PROCESS.getProcessCpuTime() - cpu) / 1e9);
  }

  /** The middle of some values of all rounds. */
  public static double median(List<Timing> rounds, ToDoubleFunction<Timing> value) {
    return quantile(rounds.stream().mapToDouble(value).toArray(), .5);
  }

  /** The value below which a share of all values lies. */
  public static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
  }
}
