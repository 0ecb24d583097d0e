package dev.ehi.cli.eval;

import dev.ehi.eval.compare.Results;
import dev.ehi.train.Trainer;
import dev.ehi.train.metrics.Course;
import dev.ehi.train.metrics.DevScore;
import dev.ehi.train.metrics.LeafQuality;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** How a model came about, as the log of the run beside it tells. */
final class TrainingCourse {

  private TrainingCourse() {}

  /**
   * The course of the run whose folder the model lies in; empty if it lies elsewhere.
   *
   * @throws IOException if the log cannot be read
   */
  static Optional<Results.Course> of(Path model) throws IOException {
    Course course = Course.of(Trainer.log(model.toAbsolutePath().normalize().resolveSibling("")));
    if (course.points().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Results.Course(
            course.points().stream().map(TrainingCourse::survey).toList(),
            Optional.ofNullable(course.settled()).map(TrainingCourse::survey)));
  }

  private static Results.Survey survey(Course.Point point) {
    LeafQuality leaves = point.leaves();
    return new Results.Survey(
        point.step(),
        leaves.balance(),
        Optional.ofNullable(leaves.dev()),
        Optional.ofNullable(leaves.training()),
        Optional.ofNullable(point.churn()),
        Optional.ofNullable(point.score()).map(TrainingCourse::score));
  }

  private static Results.DevScore score(DevScore score) {
    return new Results.DevScore(
        score.exact(),
        score.atBudgets().stream()
            .map(point -> new Results.AtBudget(point.budget(), point.ndcg()))
            .toList());
  }
}
