package dev.ehi.cli.train;

import dev.ehi.core.tree.LeafAgreement;
import dev.ehi.core.tree.LeafBalance;
import dev.ehi.train.TrainResult;
import dev.ehi.train.diagnosis.Finding;
import dev.ehi.train.metrics.Course;
import dev.ehi.train.metrics.DevScore;
import dev.ehi.train.metrics.LeafQuality;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a training run reported at its end.
 *
 * @param chosen step of the saved weights; 0 is the start
 * @param leaves how well those of the saved weights serve
 * @param course what each survey of the corpus found while training
 * @param findings failure signatures that the run shows
 * @param tokensPerSecond read by the encoder in training steps; 0 without a trained encoder
 */
public record TrainSummary(
    String model,
    long steps,
    long chosen,
    @Nullable DevScore start,
    @Nullable DevScore best,
    @Nullable DevScore kmeans,
    LeafQuality leaves,
    Course course,
    List<Finding> findings,
    double seconds,
    double tokensPerSecond) {

  public static TrainSummary of(TrainResult.Complete complete) {
    return new TrainSummary(
        complete.model().toString(),
        complete.steps(),
        complete.chosen(),
        complete.start().orElse(null),
        complete.best().orElse(null),
        complete.kmeans().orElse(null),
        complete.leaves(),
        complete.course(),
        complete.diagnosis().findings(),
        complete.seconds(),
        complete.tokens() / Math.max(complete.seconds(), 1e-9));
  }

  /**
   * What {@code ehi train --json} wrote.
   *
   * @throws IllegalArgumentException if the file cannot be read as that
   */
  public static TrainSummary read(Path file) {
    try {
      return JsonMapper.shared().readValue(file.toFile(), TrainSummary.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "%s: not a summary that 'ehi train --json' wrote: %s"
              .formatted(file, e.getOriginalMessage()),
          e);
    }
  }

  public void print(PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%d steps in %.0f s (%.0f tokens/s); weights of step %d saved%n",
        steps,
        seconds,
        tokensPerSecond,
        chosen);
    print(out, "dev nDCG@10 at the start", start);
    print(out, "dev nDCG@10 trained", best);
    print(out, "dev nDCG@10 of k-means on the last vectors", kmeans);
    LeafBalance balance = leaves.balance();
    out.printf(
        Locale.ROOT,
        "%d leaves, largest %.2f times the mean, CV %.2f, %d empty%n",
        balance.leaves(),
        balance.maxOverMean(),
        balance.variation(),
        balance.empty());
    print(out, "dev queries", leaves.dev());
    print(out, "training queries", leaves.training());
    out.println("wrote " + model);
    findings.forEach(finding -> out.println(finding.line()));
  }

  private static void print(PrintStream out, String queries, @Nullable LeafAgreement agreement) {
    if (agreement != null) {
      out.printf(
          Locale.ROOT,
          "%s: purity %.3f, mutual information %.2f bits, %.2f by chance%n",
          queries,
          agreement.purity(),
          agreement.mutualInformation(),
          agreement.byChance());
    }
  }

  private static void print(PrintStream out, String name, @Nullable DevScore score) {
    if (score == null) {
      return;
    }
    StringBuilder line = new StringBuilder();
    for (DevScore.AtBudget point : score.atBudgets()) {
      line.append(
          String.format(
              Locale.ROOT,
              ", %.4f at %.3g %% (%.4f where that pays for routing too, of %.3g %%)",
              point.ndcg(),
              100 * point.budget(),
              point.ndcgAtCost(),
              100 * point.routing()));
    }
    out.printf(Locale.ROOT, "%s: exact %.4f%s%n", name, score.exact(), line);
  }
}
