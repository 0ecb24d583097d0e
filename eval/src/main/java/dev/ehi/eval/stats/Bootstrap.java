package dev.ehi.eval.stats;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Percentile bootstrap interval of a mean over queries.
 *
 * @param resamples how many times the queries are redrawn with replacement
 * @param seed of the draws
 */
public record Bootstrap(int resamples, long seed) {

  public Bootstrap {
    if (resamples < 1) {
      throw new IllegalArgumentException("resamples must be at least 1, not " + resamples);
    }
  }

  /** The central 95 % of the resampled means. */
  public record Interval(double low, double high) {}

  /**
   * The interval of the mean of one value a query.
   *
   * @param values // (queries)
   */
  public Interval ofMean(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("needs at least one query");
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] means = new double[resamples];
    for (int draw = 0; draw < resamples; draw++) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += values[random.nextInt(values.length)];
      }
      means[draw] = sum / values.length;
    }
    Arrays.sort(means);
    return new Interval(quantile(means, .025), quantile(means, .975));
  }

  private static double quantile(double[] sorted, double q) {
    return sorted[(int) Math.round(q * (sorted.length - 1))];
  }
}
