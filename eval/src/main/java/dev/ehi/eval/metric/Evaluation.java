package dev.ehi.eval.metric;

import dev.ehi.data.Qrels;
import dev.ehi.data.ScoredDocument;
import dev.ehi.data.TrecRun;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The values of some metrics for every query of a run, and their means, as trec_eval computes them:
 * documents are ranked by score, highest first, equal scores by document id in descending order,
 * and the ranks written in the run are ignored.
 */
public final class Evaluation {

  private final List<Metric> metrics;
  private final NavigableMap<String, double[]> perQuery; // query id -> (metrics)

  private Evaluation(List<Metric> metrics, NavigableMap<String, double[]> perQuery) {
    this.metrics = metrics;
    this.perQuery = perQuery;
  }

  /** Over which queries the means are taken. */
  public enum Over {
    /** Queries that are judged and in the run: trec_eval's default. */
    JUDGED_AND_RETRIEVED,
    /** All judged queries; one that is not in the run counts as 0: trec_eval's {@code -c}. */
    ALL_JUDGED
  }

  /** Evaluates a run. */
  public static Evaluation of(TrecRun run, Qrels qrels, List<Metric> metrics, Over over) {
    NavigableMap<String, double[]> perQuery = new TreeMap<>();
    Set<String> retrieved = run.rankings().keySet();
    Predicate<String> counts =
        switch (over) {
          case ALL_JUDGED -> query -> true;
          case JUDGED_AND_RETRIEVED -> retrieved::contains;
        };
    for (String query : qrels.queryIds()) {
      if (counts.test(query)) {
        perQuery.put(query, values(run.of(query), qrels.of(query), metrics));
      }
    }
    return new Evaluation(List.copyOf(metrics), perQuery);
  }

  private static double[] values(
      List<ScoredDocument> ranking, Map<String, Integer> judged, List<Metric> metrics) {
    int[] grades = ranking.stream().mapToInt(d -> judged.getOrDefault(d.id(), 0)).toArray();
    int[] ideal = ideal(judged);
    return metrics.stream().mapToDouble(m -> m.value(grades, grades.length, ideal)).toArray();
  }

  /** The grades of the relevant documents, descending. // (relevant) */
  public static int[] ideal(Map<String, Integer> judged) {
    return judged.values().stream()
        .filter(grade -> grade > 0)
        .sorted(Collections.reverseOrder())
        .mapToInt(Integer::intValue)
        .toArray();
  }

  public List<Metric> metrics() {
    return metrics;
  }

  /** The evaluated queries, sorted by id. */
  public List<String> queries() {
    return List.copyOf(perQuery.keySet());
  }

  /**
   * The value of one query.
   *
   * @throws IllegalArgumentException if the query or the metric was not evaluated
   */
  public double value(String query, Metric metric) {
    double[] values = perQuery.get(query);
    if (values == null) {
      throw new IllegalArgumentException("query '" + query + "' was not evaluated");
    }
    return values[index(metric)];
  }

  /** The values of all queries, in the order of {@link #queries()}. // (queries) */
  public double[] values(Metric metric) {
    int index = index(metric);
    return perQuery.values().stream().mapToDouble(v -> v[index]).toArray();
  }

  /** The mean over the queries; 0 when there is none. */
  public double mean(Metric metric) {
    double sum = 0;
    for (double value : values(metric)) {
      sum += value;
    }
    return perQuery.isEmpty() ? 0 : sum / perQuery.size();
  }

  private int index(Metric metric) {
    int index = metrics.indexOf(metric);
    if (index < 0) {
      throw new IllegalArgumentException(metric.label() + " was not evaluated");
    }
    return index;
  }
}
