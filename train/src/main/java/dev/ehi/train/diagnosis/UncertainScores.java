package dev.ehi.train.diagnosis;

import dev.ehi.train.config.DevConfig;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.diagnosis.Finding.Severity;
import dev.ehi.train.metrics.DevScore;
import java.util.Optional;

/** Nothing, or too little, to choose weights by. */
final class UncertainScores implements Check {
  private static final String SIGNATURE = "few dev queries";

  /**
   * Twice this is the gain of a good training (.1 to .2 in nDCG@10): no smaller one can be told.
   */
  private static final double LARGEST_ERROR = .05;

  @Override
  public Optional<Judgement> judge(RunHistory run) {
    boolean none = run.start().filter(start -> start.devQueries() == 0).isPresent();
    return none
        ? Optional.of(
            new Finding(
                "no dev queries",
                Severity.CAUTION,
                "no query is held out, so the weights of the last step are kept whatever they are worth",
                "a dev split, or " + heldOut(run.config().dev())))
        : run.lastScore().map(score -> judge(run.config(), score));
  }

  private static Judgement judge(TrainConfig config, DevScore score) {
    double error = StandardError.of(score);
    String evidence =
        Text.of(
            "%d dev queries, whose mean nDCG@10 has a standard error of up to %.3f",
            score.queries(), error);
    return error > LARGEST_ERROR
        ? new Finding(SIGNATURE, Severity.CAUTION, evidence, suggestion(config.dev(), score, error))
        : new Sound(SIGNATURE, evidence);
  }

  private static String suggestion(DevConfig dev, DevScore score, double error) {
    double times = error / LARGEST_ERROR;
    return Text.of(
        "a dev split of %.0f queries or more, or without one %s",
        Math.ceil(score.queries() * times * times), heldOut(dev));
  }

  private static String heldOut(DevConfig dev) {
    String share = Text.set("dev.held-out", Math.min(.5, 2 * dev.heldOut()));
    DevConfig usual = TrainConfig.defaults().dev();
    return dev.queries() < usual.queries()
        ? share + " " + Text.set("dev.queries", usual.queries())
        : share;
  }
}
