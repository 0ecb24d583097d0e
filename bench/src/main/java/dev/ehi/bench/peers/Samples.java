package dev.ehi.bench.peers;

import dev.ehi.bench.Timing;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Collects what the searches of one candidate found and took. */
final class Samples {

  private final Candidate candidate;
  private final QualityScorer scorer;
  private final Map<Measure, Double> qualitySums = new EnumMap<>(Measure.class);
  private final double[] wallMicros; // (searches)
  private double cpuMicros;
  private int scored;
  private int timed;

  /**
   * @param searches how many will be timed
   */
  Samples(Candidate candidate, QualityScorer scorer, int searches) {
    this.candidate = candidate;
    this.scorer = scorer;
    this.wallMicros = new double[searches];
  }

  Candidate candidate() {
    return candidate;
  }

  /** Takes the quality of an answer. */
  void score(int query, Answer answer) {
    for (Measure measure : scorer.measures()) {
      qualitySums.merge(measure, scorer.value(measure, query, answer.documents()), Double::sum);
    }
    scored++;
  }

  /** Takes the times of an answer. */
  void time(Answer answer) {
    wallMicros[timed++] = answer.wallNanos() / 1e3;
    cpuMicros += answer.cpuNanos() / 1e3;
  }

  /** The means and percentiles so far. */
  Point point() {
    Map<Measure, Double> quality = new EnumMap<>(Measure.class);
    qualitySums.forEach((measure, sum) -> quality.put(measure, sum / scored));
    double[] times = Arrays.copyOf(wallMicros, timed);
    return new Point(
        candidate.peer().name(),
        candidate.build().parameters(),
        candidate.setting().name(),
        quality,
        Timing.quantile(times, .5),
        Timing.quantile(times, .99),
        cpuMicros / timed);
  }
}
