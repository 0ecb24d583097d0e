package dev.ehi.train.diagnosis;

import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.diagnosis.Finding.Severity;
import dev.ehi.train.metrics.MetricsEvent;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Gradients of the tree far above what they are clipped to (paper: gradient explosion in the path
 * nets). All gradients are clipped by one norm, so the tree's take the encoder's step away.
 */
final class LargeGradients implements Check {
  private static final String SIGNATURE = "gradients of the tree far above the clip";
  private static final String INDEXER = "indexer";

  /**
   * Median norm over the clip. The tree's was at most 1 in healthy runs, the encoder's 3 to 10 with
   * the default clip.
   */
  private static final double TIMES_CLIP = 10;

  @Override
  public Optional<Judgement> judge(RunHistory run) {
    double clip = run.config().optimizer().clip();
    List<MetricsEvent.Step> byNorm =
        run.steps().stream()
            .filter(step -> step.gradientNorms().containsKey(INDEXER))
            .sorted(Comparator.comparingDouble(LargeGradients::norm))
            .toList();
    if (clip == 0 || byNorm.isEmpty()) {
      return Optional.empty();
    }
    double median = norm(byNorm.get(byNorm.size() / 2));
    MetricsEvent.Step largest = byNorm.getLast();
    String evidence =
        Text.of(
            "the tree's gradient norm is %.3g in the median of %d updates, at most %.3g at step %d; all gradients together are clipped to %.3g",
            median, byNorm.size(), norm(largest), largest.step(), clip);
    return Optional.of(
        median > TIMES_CLIP * clip
            ? new Finding(SIGNATURE, Severity.WARNING, evidence, suggestion(run.config()))
            : new Sound(SIGNATURE, evidence));
  }

  private static double norm(MetricsEvent.Step step) {
    return step.gradientNorms().getOrDefault(INDEXER, 0.0);
  }

  private static String suggestion(TrainConfig config) {
    return Text.of(
        "%s, %s",
        Text.set("loss.indexing.weight", config.loss().indexing().weight() / 10),
        Text.set("optimizer.index-rate", config.optimizer().indexRate() / 10));
  }
}
