package dev.ehi.train.diagnosis;

import dev.ehi.train.metrics.MetricsEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The course of a term of the loss, before its weight.
 *
 * @param from mean at the beginning
 * @param to mean of the last quarter
 * @param median of the second half
 * @param peak largest value of the second half
 * @param peakAt its step
 * @param mean of the second half
 * @param deviation standard deviation of the second half
 * @param firstOfHalf first step of the second half
 */
record LossTerm(
    String name,
    double from,
    double to,
    double median,
    double peak,
    long peakAt,
    double mean,
    double deviation,
    long firstOfHalf) {

  /** The first of the warm-up, in which nothing has moved yet. */
  private static final int UNTRAINED_STEPS = 2;

  /** Last quarter over the beginning; harder negatives alone raised it to 1.25 in healthy runs. */
  private static final double RISE = 1.5;

  /** Peak over median of the second half; at most 2.5 in healthy runs. */
  private static final double PEAK = 4;

  /** Standard deviation over mean of the second half; at most .45 in healthy runs. */
  private static final double VARIATION = .8;

  /** Of at least 4 steps, all of which have the term. */
  static LossTerm of(String name, List<MetricsEvent.Step> steps) {
    double[] values = values(name, steps);
    int quarter = values.length / 4;
    List<MetricsEvent.Step> half = steps.subList(steps.size() / 2, steps.size());
    double[] late = values(name, half);
    double[] sorted = late.clone();
    Arrays.sort(sorted);
    double peak = sorted[sorted.length - 1];
    return new LossTerm(
        name,
        Math.min(mean(values, 0, UNTRAINED_STEPS), mean(values, 0, quarter)),
        mean(values, values.length - quarter, values.length),
        sorted[sorted.length / 2],
        peak,
        half.get(indexOf(peak, late)).step(),
        mean(late, 0, late.length),
        deviation(late),
        half.getFirst().step());
  }

  /**
   * What is unstable about it. Leaps of a small loss are no failure, if it stays below what it was
   * at the beginning.
   */
  List<String> symptoms() {
    List<String> symptoms = new ArrayList<>();
    if (to > RISE * from) {
      symptoms.add(
          Text.of("the %s term rose from %.3g to %.3g in the last quarter", name, from, to));
    }
    if (peak > from && peak > PEAK * median) {
      symptoms.add(
          Text.of(
              "the %s term leaps to %.3g at step %d, where its median from step %d on is %.3g",
              name, peak, peakAt, firstOfHalf, median));
    }
    if (peak > from && deviation > VARIATION * mean) {
      symptoms.add(
          Text.of(
              "the %s term has a standard deviation of %.3g from step %d on, where its mean is %.3g",
              name, deviation, firstOfHalf, mean));
    }
    return symptoms;
  }

  /** For who wants to see that it is well. */
  String summary() {
    return Text.of(
        "the %s term goes from %.3g to %.3g, with a peak of %.3g and a standard deviation of %.3g from step %d on",
        name, from, to, peak, deviation, firstOfHalf);
  }

  private static double[] values(String name, List<MetricsEvent.Step> steps) {
    return steps.stream().mapToDouble(step -> step.terms().getOrDefault(name, 0.0)).toArray();
  }

  private static int indexOf(double value, double[] values) {
    int index = 0;
    while (values[index] != value) {
      index++;
    }
    return index;
  }

  private static double mean(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).average().orElse(0);
  }

  private static double deviation(double[] values) {
    double mean = mean(values, 0, values.length);
    double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0);
    return Math.sqrt(variance);
  }
}
