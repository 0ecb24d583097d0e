package dev.ehi.train.diagnosis;

import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.diagnosis.Finding.Severity;
import dev.ehi.train.metrics.DevScore;
import dev.ehi.train.metrics.MetricsEvent;
import java.util.Optional;

/**
 * Low quality through the tree though much of the corpus is visited and the vectors are good
 * (paper: low recall despite a high beta): leaves do not cluster, or routing does not discriminate.
 */
final class TreeBehindExact implements Check {
  private static final String SIGNATURE = "tree far below exact search at a wide beam";

  /** From this share of the corpus on, beams count as wide. */
  private static final double WIDE = .05;

  /** At a wide beam, trees of healthy runs reached 94 to 100 % of exact nDCG@10. */
  private static final double SHARE = .9;

  @Override
  public Optional<Judgement> judge(RunHistory run) {
    return run.trainsTree()
        ? run.lastScore()
            .filter(score -> score.widest().budget() >= WIDE)
            .map(score -> judge(run, score))
        : Optional.empty();
  }

  private static Judgement judge(RunHistory run, DevScore score) {
    double missing = score.exact() - score.widest().ndcg();
    return score.widest().ndcg() < SHARE * score.exact()
            && StandardError.isExceededByLoss(missing, score)
        ? new Finding(SIGNATURE, Severity.WARNING, evidence(run, score), suggestion(run, score))
        : new Sound(SIGNATURE, evidence(run, score));
  }

  private static String evidence(RunHistory run, DevScore score) {
    DevScore.AtBudget tree = score.widest();
    return Text.of(
        "dev nDCG@10 %s is %.3f through the tree at %.3g %% of the corpus, %.3f over all of it (%.0f %%)%s",
        run.refined().isPresent() ? "at the end" : "at step " + run.scores().getLast().step(),
        tree.ndcg(),
        100 * tree.budget(),
        score.exact(),
        100 * tree.ndcg() / score.exact(),
        lists(run).map(l -> Text.of("; k-means lists reach %.3f", l.widest().ndcg())).orElse(""));
  }

  private static Optional<DevScore> lists(RunHistory run) {
    return run.first(MetricsEvent.Kmeans.class).map(MetricsEvent.Kmeans::score);
  }

  private static String suggestion(RunHistory run, DevScore score) {
    TrainConfig config = run.config();
    double leavesInBudget = score.widest().budget() * leaves(run);
    if (leavesInBudget < 2) {
      return Text.of(
          "more leaves, as the budget holds %.1f of them: %s",
          leavesInBudget, Text.set("index.branching", 0));
    }
    boolean vectorsCluster =
        lists(run).filter(l -> l.widest().ndcg() >= SHARE * l.exact()).isPresent();
    String clusters = Text.set("loss.indexing.weight", 3 * config.loss().indexing().weight());
    if (!vectorsCluster) {
      return Text.of(
          "vectors that cluster, as k-means does no better on these: %s, %s",
          clusters, Text.set("length.epochs", 2 * config.length().epochs()));
    }
    if (config.distil().updates() == 0) {
      return "teaching queries their leaves: "
          + Text.set("distil.updates", TrainConfig.defaults().distil().updates());
    }
    if (config.index() instanceof IndexConfig.Learned tree
        && tree.start() == IndexConfig.Start.RANDOM) {
      return Text.set("index.start", "kmeans");
    }
    return Text.of(
        "%s, %s, or %s",
        Text.set("settle.updates", Math.max(300, 2 * config.settle().updates())),
        Text.set("distil.updates", 2 * config.distil().updates()),
        clusters);
  }

  private static int leaves(RunHistory run) {
    return run.refined()
        .map(RunHistory.Refined::leaves)
        .orElseGet(() -> run.course().points().getLast().leaves())
        .balance()
        .leaves();
  }
}
