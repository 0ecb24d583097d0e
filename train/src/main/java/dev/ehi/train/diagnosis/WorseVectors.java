package dev.ehi.train.diagnosis;

import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.diagnosis.Finding.Severity;
import dev.ehi.train.metrics.MetricsEvent;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Exact search got worse than it was: the vectors were overfitted or driven apart. */
final class WorseVectors implements Check {
  private static final String SIGNATURE = "vectors worse than at the start";

  @Override
  public Optional<Judgement> judge(RunHistory run) {
    List<MetricsEvent.Dev> scores = run.scores();
    if (scores.size() < 2 || !run.trainsVectors()) {
      return Optional.empty();
    }
    MetricsEvent.Dev start = scores.getFirst();
    MetricsEvent.Dev last = scores.getLast();
    MetricsEvent.Dev best =
        scores.stream().max(Comparator.comparingDouble(WorseVectors::exact)).orElseThrow();
    String evidence =
        Text.of(
            "exact dev nDCG@10 is %.3f at step %d, %.3f at step %d, and %.3f at its best, step %d",
            exact(start), start.step(), exact(last), last.step(), exact(best), best.step());
    return Optional.of(
        StandardError.isExceededByDifference(exact(start) - exact(last), last.score())
            ? new Finding(
                SIGNATURE, Severity.WARNING, evidence, suggestion(run.config(), best != start))
            : new Sound(SIGNATURE, evidence));
  }

  private static double exact(MetricsEvent.Dev dev) {
    return dev.score().exact();
  }

  private static String suggestion(TrainConfig config, boolean roseBefore) {
    String slower = Text.set("optimizer.encoder-rate", config.optimizer().encoderRate() / 3);
    return roseBefore
        ? Text.of(
            "%s, or against overfitting %s",
            slower, Text.set("length.epochs", config.length().epochs() / 2))
        : slower;
  }
}
