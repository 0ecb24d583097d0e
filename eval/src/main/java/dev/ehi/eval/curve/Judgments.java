package dev.ehi.eval.curve;

import dev.ehi.eval.QuerySet;
import dev.ehi.eval.metric.Evaluation;
import dev.ehi.eval.metric.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The judgments of a query set by query index and document ordinal. */
public final class Judgments {

  private final int[][] ordinals; // (queries, judged) ascending
  private final int[][] grades; // (queries, judged) parallel to ordinals
  private final int[][] ideal; // (queries, relevant) grades, descending; of absent documents too

  public Judgments(QuerySet queries, Corpus corpus) {
    int n = queries.size();
    ordinals = new int[n][];
    grades = new int[n][];
    ideal = new int[n][];
    for (int q = 0; q < n; q++) {
      Map<String, Integer> judged = queries.qrels().of(queries.ids().get(q));
      ordinals[q] =
          judged.keySet().stream().mapToInt(corpus::ordinal).filter(d -> d >= 0).sorted().toArray();
      grades[q] = Arrays.stream(ordinals[q]).map(d -> judged.get(corpus.id(d))).toArray();
      ideal[q] = Evaluation.ideal(judged);
    }
  }

  public int queries() {
    return ordinals.length;
  }

  public int grade(int query, int document) {
    int at = Arrays.binarySearch(ordinals[query], document);
    return at < 0 ? 0 : grades[query][at];
  }

  /** The relevant documents of a query that are in the corpus, by ordinal. */
  public int[] relevant(int query) {
    return Arrays.stream(ordinals[query]).filter(d -> grade(query, d) > 0).toArray();
  }

  /** The values of metrics for one ranking. // (metrics) */
  public double[] values(int query, Hits hits, List<Metric> metrics) {
    int[] ranked = new int[hits.size()];
    for (int rank = 0; rank < ranked.length; rank++) {
      ranked[rank] = grade(query, hits.document(rank));
    }
    double[] values = new double[metrics.size()];
    for (int m = 0; m < values.length; m++) {
      values[m] = metrics.get(m).value(ranked, ranked.length, ideal[query]);
    }
    return values;
  }
}
