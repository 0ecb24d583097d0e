package dev.ehi.eval.curve;

import dev.ehi.eval.metric.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is measured along a curve: metrics against judgments, then the share of the exact top k that
 * was found. Gives the values as arrays in the order of {@link #labels}.
 */
public final class Measures {

  static final List<Metric> METRICS =
      List.of(Metric.NDCG_10, Metric.MRR_10, Metric.RECALL_10, Metric.RECALL_100);

  /** The metric that budgets and tests are about, as an index into {@link #labels}. */
  static final int PRIMARY = 0;

  private final Judgments judgments;
  private final List<Metric> metrics;
  private final List<Integer> overlaps;
  private final List<String> labels;
  private final int depth;

  private Measures(Judgments judgments, List<Metric> metrics, List<Integer> overlaps) {
    this.judgments = judgments;
    this.metrics = metrics;
    this.overlaps = overlaps;
    List<String> names = new ArrayList<>();
    metrics.forEach(m -> names.add(m.label()));
    overlaps.forEach(k -> names.add("exact@" + k));
    this.labels = List.copyOf(names);
    int ranks = metrics.stream().mapToInt(Metric::depth).max().orElseThrow();
    this.depth = overlaps.stream().reduce(ranks, Math::max);
  }

  /** All that is reported: four metrics, and the overlap with the exact top 10 and top 100. */
  public static Measures all(Judgments judgments) {
    return new Measures(judgments, METRICS, List.of(10, 100));
  }

  /** nDCG@10 alone, which is enough for tuning. */
  public static Measures primary(Judgments judgments) {
    return new Measures(judgments, List.of(Metric.NDCG_10), List.of());
  }

  List<String> labels() {
    return labels;
  }

  /** Ranks needed for all measures. */
  int depth() {
    return depth;
  }

  /**
   * All measures of one ranking.
   *
   * @param exact the exact top {@link #depth}
   * @return // (measures)
   */
  double[] of(int query, Hits hits, Hits exact) {
    double[] values = Arrays.copyOf(judgments.values(query, hits, metrics), labels.size());
    for (int i = 0; i < overlaps.size(); i++) {
      values[metrics.size() + i] = overlap(hits, exact, overlaps.get(i));
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
