package dev.ehi.train.diagnosis;

import dev.ehi.core.tree.LeafAgreement;
import dev.ehi.core.tree.LeafBalance;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.diagnosis.Finding.Severity;
import dev.ehi.train.metrics.Course;
import dev.ehi.train.metrics.LeafQuality;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Documents gather in few leaves, so that routing says less and less about them. A tree that was
 * mended at the end is told of too: the vectors were trained beside a collapsed one.
 */
final class Collapse implements Check {
  private static final String SIGNATURE = "collapse of the leaves";

  /**
   * Leaves in use, of those that random assignment would fill. Trained trees used all of them, one
   * of four levels with as many leaves as documents .94.
   */
  private static final double FEWEST_USED = .5;

  /** Growth of the coefficient of variation since the start; healthy runs had up to 1.3. */
  private static final double GROWTH = 1.5;

  /** A coefficient of variation below is uneven, not collapsed: k-means starts had up to .7. */
  private static final double UNEVEN = 1;

  /** What is left of the mutual information above chance; healthy runs had at least .9. */
  private static final double INFORMATION_KEPT = .5;

  /** A loss of fewer bits may be chance, since what chance gives is a mean over few shuffles. */
  private static final double BITS = .25;

  /** For who trains without a term that spreads documents. */
  private static final double USUAL_WEIGHT = TrainConfig.defaults().loss().diversity().weight();

  @Override
  public Optional<Judgement> judge(RunHistory run) {
    List<Course.Point> points = run.course().points();
    if (!run.trainsTree() || points.size() < 2) {
      return Optional.empty();
    }
    LeafQuality start = points.getFirst().leaves();
    Course.Point last = points.getLast();
    List<String> symptoms = new ArrayList<>();
    symptoms("at step " + last.step(), start, last.leaves()).ifPresent(symptoms::add);
    run.refined()
        .flatMap(refined -> symptoms("at the end", start, refined.leaves()))
        .ifPresent(symptoms::add);
    return Optional.of(
        symptoms.isEmpty()
            ? new Sound(SIGNATURE, health(start, last))
            : new Finding(
                SIGNATURE,
                Severity.WARNING,
                String.join("; ", symptoms),
                suggestion(run.config())));
  }

  private static Optional<String> symptoms(String when, LeafQuality start, LeafQuality now) {
    List<String> symptoms =
        Stream.of(
                unused(now.balance()),
                uneven(start.balance(), now.balance()),
                uninformative(start, now))
            .flatMap(Optional::stream)
            .toList();
    return symptoms.isEmpty()
        ? Optional.empty()
        : Optional.of(when + " " + String.join(", ", symptoms));
  }

  private static Optional<String> unused(LeafBalance now) {
    double fillable = now.leaves() * -Math.expm1(-(double) now.documents() / now.leaves());
    int used = now.leaves() - now.empty();
    return used < FEWEST_USED * fillable
        ? Optional.of(
            Text.of(
                "%d of %d leaves are in use, where random assignment would fill %.0f",
                used, now.leaves(), fillable))
        : Optional.empty();
  }

  private static Optional<String> uneven(LeafBalance start, LeafBalance now) {
    return now.variation() > Math.max(UNEVEN, GROWTH * start.variation())
        ? Optional.of(
            Text.of(
                "the coefficient of variation of the leaf sizes is %.2f, %.2f at step 0, and the largest leaf %.1f times the mean, %.1f at step 0",
                now.variation(), start.variation(), now.maxOverMean(), start.maxOverMean()))
        : Optional.empty();
  }

  /** Only trees of as many leaves can be compared: with a leaf a document, chance tells all. */
  private static Optional<String> uninformative(LeafQuality start, LeafQuality now) {
    LeafAgreement before = start.training();
    LeafAgreement after = now.training();
    if (before == null || after == null || start.balance().leaves() != now.balance().leaves()) {
      return Optional.empty();
    }
    double had = before.informationAboveChance();
    double has = after.informationAboveChance();
    return has < INFORMATION_KEPT * had && had - has > BITS
        ? Optional.of(
            Text.of(
                "a training query's leaf tells %.2f bits above chance of its document's, %.2f at step 0",
                has, had))
        : Optional.empty();
  }

  private static String health(LeafQuality start, Course.Point last) {
    LeafBalance now = last.leaves().balance();
    LeafBalance then = start.balance();
    String balance =
        Text.of(
            "at step %d %d of %d leaves are empty, coefficient of variation %.2f (%.2f at step 0)",
            last.step(), now.empty(), now.leaves(), now.variation(), then.variation());
    LeafAgreement had = start.training();
    LeafAgreement has = last.leaves().training();
    return had == null || has == null
        ? balance
        : balance
            + Text.of(
                ", mutual information %.2f bits above chance (%.2f)",
                has.informationAboveChance(), had.informationAboveChance());
  }

  private static String suggestion(TrainConfig config) {
    double weight = config.loss().diversity().weight();
    String more =
        weight == 0
            ? Text.set("loss.diversity.weight", USUAL_WEIGHT)
            : Text.set("loss.diversity.weight", 3 * weight);
    String slower = Text.set("optimizer.index-rate", config.optimizer().indexRate() / 3);
    return config.index() instanceof IndexConfig.Learned tree
        ? Text.of(
            "%s, %s, or a softer start: %s",
            more, slower, Text.set("index.start-temperature", 2 * tree.startTemperature()))
        : more;
  }
}
