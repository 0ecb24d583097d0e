package dev.ehi.train.diagnosis;

import dev.ehi.train.config.OptimizerConfig;
import dev.ehi.train.diagnosis.Finding.Severity;
import dev.ehi.train.metrics.MetricsEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A term of the loss that rises or leaps (paper: high variance of the training loss, from the
 * indexer's learning rate). Each contrast is looked at alone: the weighted sum hides the tree's
 * behind the encoder's. How documents spread is {@link Collapse}'s.
 */
final class UnstableLoss implements Check {
  private static final String SIGNATURE = "unstable loss";

  /** Below, quarters of the run are single batches. */
  private static final int FEWEST_STEPS = 16;

  /** A term, and the learning rate of the weights that it says most of. */
  private record Learned(LossTerm term, String rateKey, double rate) {}

  @Override
  public Optional<Judgement> judge(RunHistory run) {
    List<MetricsEvent.Step> steps = run.steps();
    if (steps.size() < FEWEST_STEPS) {
      return Optional.empty();
    }
    List<Learned> terms = terms(run, steps);
    List<Learned> unstable =
        terms.stream().filter(learned -> !learned.term().symptoms().isEmpty()).toList();
    return Optional.of(
        unstable.isEmpty()
            ? new Sound(
                SIGNATURE,
                terms.stream().map(l -> l.term().summary()).collect(Collectors.joining("; ")))
            : new Finding(
                SIGNATURE,
                Severity.WARNING,
                unstable.stream()
                    .flatMap(l -> l.term().symptoms().stream())
                    .collect(Collectors.joining("; ")),
                unstable.stream()
                    .map(l -> Text.set(l.rateKey(), l.rate() / 10))
                    .collect(Collectors.joining(", "))));
  }

  /** The contrasts that train something: that of vectors which do not move only varies. */
  private static List<Learned> terms(RunHistory run, List<MetricsEvent.Step> steps) {
    OptimizerConfig optimizer = run.config().optimizer();
    List<Learned> terms = new ArrayList<>();
    if (run.trainsTree()) {
      terms.add(
          new Learned(
              LossTerm.of("indexing", steps), "optimizer.index-rate", optimizer.indexRate()));
    }
    if (run.trainsVectors()) {
      terms.add(
          new Learned(
              LossTerm.of("siamese", steps), "optimizer.encoder-rate", optimizer.encoderRate()));
    }
    return terms;
  }
}
