package dev.ehi.train.diagnosis;

import dev.ehi.train.config.EncoderTraining;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.diagnosis.Finding.Severity;
import dev.ehi.train.metrics.MetricsEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A loss or gradient that was not finite ended the run. */
final class Divergence implements Check {
  private static final String SIGNATURE = "divergence";

  @Override
  public Optional<Judgement> judge(RunHistory run) {
    List<MetricsEvent.Step> steps = run.steps();
    Optional<Judgement> finding =
        run.first(MetricsEvent.Diverged.class)
            .map(
                diverged ->
                    new Finding(
                        SIGNATURE,
                        Severity.FAILURE,
                        diverged.reason() + lastUpdate(steps),
                        suggestion(run)));
    return finding.isPresent() || steps.isEmpty()
        ? finding
        : Optional.of(
            new Sound(
                SIGNATURE,
                Text.of("all losses and gradients of %d updates are finite", steps.size())));
  }

  private static String lastUpdate(List<MetricsEvent.Step> steps) {
    if (steps.isEmpty()) {
      return "";
    }
    MetricsEvent.Step last = steps.getLast();
    return Text.of(
        "; at step %d the loss was %.3g, gradient norms were %s, rates %s",
        last.step(), last.loss(), byGroup(last.gradientNorms()), byGroup(last.rates()));
  }

  private static String byGroup(Map<String, Double> values) {
    return values.entrySet().stream()
        .map(group -> Text.of("%s %.3g", group.getKey(), group.getValue()))
        .collect(Collectors.joining(" and "));
  }

  private static String suggestion(RunHistory run) {
    TrainConfig config = run.config();
    List<String> settings = new ArrayList<>();
    if (run.trainsVectors()) {
      settings.add(Text.set("optimizer.encoder-rate", config.optimizer().encoderRate() / 10));
    }
    if (run.trainsTree()) {
      settings.add(Text.set("optimizer.index-rate", config.optimizer().indexRate() / 10));
    }
    if (config.encoder().precision() == EncoderTraining.NumericPrecision.BF16) {
      settings.add(Text.set("encoder.precision", "fp32"));
    }
    return String.join(", ", settings);
  }
}
