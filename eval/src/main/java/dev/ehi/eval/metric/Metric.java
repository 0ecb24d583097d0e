package dev.ehi.eval.metric;

import java.util.List;
import java.util.Locale;

/**
 * A quality measure of one query's ranking, as trec_eval defines it: a document is relevant when
 * its grade is at least 1, unjudged documents have grade 0, and a query without relevant documents
 * has the value 0.
 */
public sealed interface Metric permits Ndcg, ReciprocalRank, Recall, AveragePrecision {

  Metric NDCG_10 = new Ndcg(10);
  Metric MRR_10 = new ReciprocalRank(10);
  Metric RECALL_10 = new Recall(10);
  Metric RECALL_100 = new Recall(100);
  Metric MAP = new AveragePrecision(1000);

  /** nDCG@10, MRR@10, R@10, R@100 and MAP over 1,000 results: what the tables report. */
  static List<Metric> standard() {
    return List.of(NDCG_10, MRR_10, RECALL_10, RECALL_100, MAP);
  }

  /**
   * The value of one ranking.
   *
   * @param grades grades of the ranked documents, best rank first // (count)
   * @param count how many documents were ranked
   * @param ideal the grades of all relevant documents of the query, descending // (relevant)
   * @return a value in [0, 1]
   */
  double value(int[] grades, int count, int[] ideal);

  /** How many ranks are looked at. */
  int depth();

  /** The name in tables and in {@code results.json}, such as {@code nDCG@10}. */
  String label();

  /**
   * Reads a label: {@code nDCG@k}, {@code MRR@k}, {@code R@k}, {@code MAP} or {@code MAP@k}, in any
   * case.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static Metric parse(String label) {
    String[] parts = label.strip().split("@", 2);
    String name = parts[0].toLowerCase(Locale.ROOT);
    if (parts.length == 1 && name.equals("map")) {
      return MAP;
    }
    int cutoff = parts.length == 2 ? cutoff(label, parts[1]) : 0;
    if (cutoff < 1) {
      throw unknown(label);
    }
    return switch (name) {
      case "ndcg" -> new Ndcg(cutoff);
      case "mrr" -> new ReciprocalRank(cutoff);
      case "r", "recall" -> new Recall(cutoff);
      case "map" -> new AveragePrecision(cutoff);
      default -> throw unknown(label);
    };
  }

  private static int cutoff(String label, String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw unknown(label);
    }
  }

  private static IllegalArgumentException unknown(String label) {
    return new IllegalArgumentException(
        "unknown metric '"
            + label
            + "': use nDCG@k, MRR@k, R@k, MAP or MAP@k with a positive k, such as nDCG@10");
  }

  /** Refuses cut-offs below 1. */
  static void requireCutoff(int cutoff) {
    if (cutoff < 1) {
      throw new IllegalArgumentException("cutoff must be at least 1, not " + cutoff);
    }
  }
}
