package dev.ehi.cli.inspect;

import dev.ehi.cli.console.TextTable;
import dev.ehi.core.tree.LeafAgreement;
import dev.ehi.core.tree.LeafBalance;
import dev.ehi.train.diagnosis.Diagnosis;
import dev.ehi.train.diagnosis.Finding;
import dev.ehi.train.diagnosis.RunHistory;
import dev.ehi.train.diagnosis.Sound;
import dev.ehi.train.metrics.Course;
import dev.ehi.train.metrics.DevScore;
import dev.ehi.train.metrics.LeafQuality;
import dev.ehi.train.metrics.MetricsEvent;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a training run went.
 *
 * @param complete whether it came to its end
 * @param start what it was to run; null if it was ended before it wrote that
 * @param updates made so far
 * @param course what each look at the corpus found
 * @param refined the best of the trees that were refined at the end; null if there is none
 */
record RunDescription(
    boolean complete,
    MetricsEvent.@Nullable Run start,
    long updates,
    List<Course.Point> course,
    RunHistory.@Nullable Refined refined,
    Diagnosis diagnosis) {

  static RunDescription of(RunHistory run, boolean complete) {
    return new RunDescription(
        complete,
        run.start().orElse(null),
        run.steps().size(),
        run.course().points(),
        run.refined().orElse(null),
        Diagnosis.of(run));
  }

  void print(PrintStream out) {
    if (start == null) {
      out.println("a run that has not logged anything yet");
      return;
    }
    out.printf(
        Locale.ROOT,
        "run on %s: %,d documents, %,d training queries, %,d dev queries, seed %d%n",
        start.input(),
        start.documents(),
        start.queries(),
        start.devQueries(),
        start.seed());
    out.printf(
        Locale.ROOT,
        "%d of %d updates; %s%n",
        updates,
        start.steps(),
        complete ? "complete" : "not at its end");
    printCourse(out);
    printDiagnosis(out);
  }

  private void printDiagnosis(PrintStream out) {
    for (Finding finding : diagnosis.findings()) {
      out.printf(
          "%s: %s%n  %s%n  try %s%n",
          finding.severity().inWords(),
          finding.signature(),
          finding.evidence(),
          finding.suggestion());
    }
    if (diagnosis.findings().isEmpty()) {
      out.println("no failure signature found; judged were");
      for (Sound sound : diagnosis.sound()) {
        out.printf("  %s: %s%n", sound.signature(), sound.evidence());
      }
    }
  }

  private void printCourse(PrintStream out) {
    TextTable table =
        new TextTable(
            "step",
            "exact",
            "widest beam",
            "purity",
            "bits above chance",
            "CV",
            "largest/mean",
            "empty",
            "churn");
    course.forEach(
        point ->
            row(
                table,
                String.valueOf(point.step()),
                point.leaves(),
                Optional.ofNullable(point.score()),
                Optional.ofNullable(point.churn())));
    if (refined != null) {
      row(table, "refined", refined.leaves(), Optional.of(refined.score()), Optional.empty());
    }
    table.print(out);
  }

  private static void row(
      TextTable table,
      String name,
      LeafQuality leaves,
      Optional<DevScore> score,
      Optional<Double> churn) {
    Optional<LeafAgreement> agreement = leaves.agreement();
    LeafBalance balance = leaves.balance();
    table.row(
        name,
        number("%.4f", score.map(DevScore::exact)),
        number("%.4f", score.map(s -> s.widest().ndcg())),
        number("%.3f", agreement.map(LeafAgreement::purity)),
        number("%.2f", agreement.map(LeafAgreement::informationAboveChance)),
        number("%.2f", Optional.of(balance.variation())),
        number("%.2f", Optional.of(balance.maxOverMean())),
        balance.empty(),
        number("%.3f", churn));
  }

  private static String number(String format, Optional<Double> value) {
    return value.map(v -> String.format(Locale.ROOT, format, v)).orElse("-");
  }
}
