package dev.ehi.eval.curve;

import dev.ehi.eval.metric.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is measured along a curve: the metrics against judgments, then the share of the exact top 10
 * and top 100 that was found. Gives the values as arrays in the order of {@link #LABELS}.
 */
final class Measures {

  static final List<Metric> METRICS =
      List.of(Metric.NDCG_10, Metric.MRR_10, Metric.RECALL_10, Metric.RECALL_100);

  /** The metric that budgets and tests are about, as an index into {@link #LABELS}. */
  static final int PRIMARY = 0;

  /** Ranks needed for all measures. */
  static final int DEPTH = 100;

  private static final List<Integer> OVERLAPS = List.of(10, 100);

  static final List<String> LABELS = labels();

  private final Judgments judgments;

  Measures(Judgments judgments) {
    this.judgments = judgments;
  }

  private static List<String> labels() {
    List<String> labels = new ArrayList<>();
    METRICS.forEach(m -> labels.add(m.label()));
    OVERLAPS.forEach(k -> labels.add("exact@" + k));
    return List.copyOf(labels);
  }

  /**
   * All measures of one ranking.
   *
   * @param exact the exact top {@link #DEPTH}
   * @return // (measures)
   */
  double[] of(int query, Hits hits, Hits exact) {
    double[] values = Arrays.copyOf(judgments.values(query, hits, METRICS), LABELS.size());
    for (int i = 0; i < OVERLAPS.size(); i++) {
      values[METRICS.size() + i] = overlap(hits, exact, OVERLAPS.get(i));
    }
    return values;
  }

  private static double overlap(Hits hits, Hits exact, int k) {
    int[] best = Arrays.copyOf(exact.documents(), Math.min(k, exact.size()));
    Arrays.sort(best);
    int found = 0;
    for (int rank = 0; rank < Math.min(k, hits.size()); rank++) {
      if (Arrays.binarySearch(best, hits.document(rank)) >= 0) {
        found++;
      }
    }
    return best.length == 0 ? 1 : (double) found / best.length;
  }
}
