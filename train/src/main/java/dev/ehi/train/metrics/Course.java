package dev.ehi.train.metrics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run found each time it looked at the whole corpus.
 *
 * @param points by step
 * @param settled the tree trained alone at the end; null if there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Course(List<Point> points, @Nullable Point settled) {

  /**
   * One look.
   *
   * @param step updates before it
   * @param churn share of documents whose leaf is another than at the point before; null where
   *     there is none to compare with
   * @param score on the held-out queries; null if these were not scored
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Point(
      long step, LeafQuality leaves, @Nullable Double churn, @Nullable DevScore score) {}

  public Course {
    points = List.copyOf(points);
  }

  /** As a metrics log tells it. */
  public static Course of(List<MetricsEvent> log) {
    Map<Long, DevScore> scores = new HashMap<>();
    List<MetricsEvent.Assignment> assignments = new ArrayList<>();
    Point settled = null;
    for (MetricsEvent event : log) {
      switch (event) {
        case MetricsEvent.Dev dev -> scores.put(dev.step(), dev.score());
        case MetricsEvent.Assignment assignment -> assignments.add(assignment);
        case MetricsEvent.Settled end ->
            settled = new Point(end.step(), end.leaves(), null, end.score());
        default -> {}
      }
    }
    return new Course(
        assignments.stream()
            .map(a -> new Point(a.step(), a.leaves(), a.churn(), scores.get(a.step())))
            .toList(),
        settled);
  }
}
