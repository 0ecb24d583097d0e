package dev.ehi.train.diagnosis;

import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.diagnosis.Finding.Severity;
import dev.ehi.train.metrics.Course;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Documents change their leaves as much at the end as at the beginning. */
final class RestlessLeaves implements Check {
  private static final String SIGNATURE = "leaves that do not come to rest";

  /** With fewer values a fall cannot be told. */
  private static final int FEWEST = 3;

  /** The last churn over the first; with falling learning rates it fell to .4 or less. */
  private static final double KEPT = .75;

  /** A churn below is a tree that has come to rest, whatever it started from. */
  private static final double REST = .2;

  /** Share of documents that changed their leaf between two looks at the corpus. */
  private record Churn(long from, long to, double share) {

    /**
     * Whether as much is left of the one before, however it is counted: more leaves change in a
     * longer time, but fewer an update.
     */
    boolean isLeftOf(Churn before) {
      return share >= KEPT * before.share && perUpdate() >= KEPT * before.perUpdate();
    }

    private double perUpdate() {
      return share / Math.max(1, to - from);
    }

    @Override
    public String toString() {
      return Text.of("%.0f %% from step %d to %d", 100 * share, from, to);
    }
  }

  @Override
  public Optional<Judgement> judge(RunHistory run) {
    List<Churn> churns = churns(run.course().points());
    if (churns.size() < FEWEST) {
      return Optional.empty();
    }
    Churn first = churns.getFirst();
    Churn last = churns.getLast();
    String evidence = Text.of("documents that changed their leaf: %s, %s", first, last);
    return Optional.of(
        last.share() > REST && last.isLeftOf(first)
            ? new Finding(SIGNATURE, Severity.WARNING, evidence, suggestion(run))
            : new Sound(SIGNATURE, evidence));
  }

  private static List<Churn> churns(List<Course.Point> points) {
    List<Churn> churns = new ArrayList<>();
    for (int i = 1; i < points.size(); i++) {
      Double share = points.get(i).churn();
      if (share != null) {
        churns.add(new Churn(points.get(i - 1).step(), points.get(i).step(), share));
      }
    }
    return churns;
  }

  private static String suggestion(RunHistory run) {
    TrainConfig config = run.config();
    String slower = Text.set("optimizer.index-rate", config.optimizer().indexRate() / 3);
    return run.trainsVectors()
        ? Text.of(
            "%s, %s, or fewer refreshes of the negatives: %s",
            slower,
            Text.set("optimizer.encoder-rate", config.optimizer().encoderRate() / 3),
            Text.set("mining.every-epochs", 2 * config.mining().everyEpochs()))
        : slower;
  }
}
