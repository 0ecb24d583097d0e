package dev.ehi.train.diagnosis;

import dev.ehi.train.metrics.DevScore;
import java.util.stream.DoubleStream;

/** What a mean nDCG over the dev queries can tell. */
final class StandardError {
  /** A difference of more is met by chance in one of twenty runs. */
  private static final double ERRORS = 2;

  private StandardError() {}

  /**
   * The most that the standard error of any mean in a score can be: values in [0, 1] whose mean is
   * m have a variance of at most m (1 - m). For m one query more is taken for answered and one for
   * not answered, since a few queries that all were answered do not make it sure that the next one
   * is.
   */
  static double of(DevScore score) {
    int queries = score.queries();
    double variance =
        DoubleStream.concat(
                DoubleStream.of(score.exact()),
                score.atBudgets().stream().mapToDouble(DevScore.AtBudget::ndcg))
            .map(mean -> (mean * queries + 1) / (queries + 2))
            .map(mean -> mean * (1 - mean))
            .max()
            .orElseThrow();
    return Math.sqrt(variance / queries);
  }

  /**
   * Whether the difference of two means over the queries of a score, of different vectors, is more
   * than chance. As soon as both correlate by one half their difference has no larger error than
   * each.
   */
  static boolean isExceededByDifference(double difference, DevScore score) {
    return difference > ERRORS * of(score);
  }

  /**
   * Whether what is lost because not all documents are visited is more than chance. Queries lose
   * little else than what they had, so the losses lie in [0, 1], and with a mean of m their
   * variance is at most m.
   */
  static boolean isExceededByLoss(double loss, DevScore score) {
    return loss > ERRORS * Math.sqrt(Math.max(0, loss) / score.queries());
  }
}
