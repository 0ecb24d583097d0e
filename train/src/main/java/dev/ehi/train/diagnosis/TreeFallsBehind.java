package dev.ehi.train.diagnosis;

import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.diagnosis.Finding.Severity;
import dev.ehi.train.metrics.DevScore;
import dev.ehi.train.metrics.MetricsEvent;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The vectors improve and the tree does not follow: quality at budgets falls while exact does not.
 * Refining the tree at the end can make up for it; then all is well.
 */
final class TreeFallsBehind implements Check {
  private static final String SIGNATURE = "tree falls behind the vectors";

  @Override
  public Optional<Judgement> judge(RunHistory run) {
    List<MetricsEvent.Dev> scores = run.scores();
    if (!run.trainsTree() || scores.size() < 2) {
      return Optional.empty();
    }
    MetricsEvent.Dev best =
        scores.stream()
            .max(Comparator.comparingDouble(dev -> dev.score().overBudgets()))
            .orElseThrow();
    MetricsEvent.Dev last = scores.getLast();
    boolean falls =
        last.score().exact() >= best.score().exact()
            && StandardError.isExceededByDifference(
                best.score().overBudgets() - last.score().overBudgets(), last.score());
    String evidence = evidence(best, last, run.refined());
    return Optional.of(
        falls && run.refined().filter(refined -> mends(refined, best.score())).isEmpty()
            ? new Finding(SIGNATURE, Severity.WARNING, evidence, suggestion(run))
            : new Sound(SIGNATURE, evidence));
  }

  /** By the share of exact, since refining may measure by other judgements. */
  private static boolean mends(RunHistory.Refined refined, DevScore best) {
    double lost = share(best) - share(refined.score());
    return !StandardError.isExceededByDifference(lost * refined.score().exact(), refined.score());
  }

  private static double share(DevScore score) {
    return score.overBudgets() / score.exact();
  }

  private static String evidence(
      MetricsEvent.Dev best, MetricsEvent.Dev last, Optional<RunHistory.Refined> refined) {
    return Text.of(
            "dev nDCG@10 through the tree, mean over the budgets, is %.3f at step %d and %.3f at step %d, its best; exact is %.3f and %.3f",
            last.score().overBudgets(),
            last.step(),
            best.score().overBudgets(),
            best.step(),
            last.score().exact(),
            best.score().exact())
        + refined
            .map(
                r ->
                    Text.of(
                        "; refined %.3f of exact %.3f", r.score().overBudgets(), r.score().exact()))
            .orElse("");
  }

  private static String suggestion(RunHistory run) {
    TrainConfig config = run.config();
    int updates = config.settle().updates();
    String slower = Text.set("optimizer.encoder-rate", config.optimizer().encoderRate() / 3);
    if (updates == 0) {
      return Text.set("settle.updates", TrainConfig.defaults().settle().updates());
    }
    return run.refined().isEmpty()
        ? Text.of(
            "going on to the end, where settle.updates trains the tree on the final vectors, or slower vectors: %s",
            slower)
        : Text.of("%s, or slower vectors: %s", Text.set("settle.updates", 2 * updates), slower);
  }
}
