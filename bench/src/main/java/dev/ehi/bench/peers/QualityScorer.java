package dev.ehi.bench.peers;

import dev.ehi.core.vector.DotProduct;
import dev.ehi.eval.curve.Hits;
import dev.ehi.eval.curve.Judgments;
import dev.ehi.eval.metric.Metric;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Scores answers. A document counts as one of the nearest if its score is no less than that of the
 * last of them, as the order among documents with equal vectors is a matter of chance.
 */
final class QualityScorer {

  private static final float ROUNDING = 1e-6f; // kernels add up in different orders

  private final Workload workload;
  private final Optional<Judgments> judgments;
  private final float[][] queries; // (queries, dim)
  private final float[] lastScores; // (queries) of the last exact hit
  private final int[][] exact; // (queries, k)

  /**
   * @param exact the nearest documents, best first // (queries, k)
   */
  QualityScorer(Workload workload, int[][] exact, Optional<Judgments> judgments) {
    this.workload = workload;
    this.judgments = judgments;
    this.exact = exact;
    this.queries = workload.queryRows();
    this.lastScores = new float[queries.length];
    for (int q = 0; q < queries.length; q++) {
      lastScores[q] = score(q, exact[q][exact[q].length - 1]);
    }
  }

  private float score(int query, int document) {
    return DotProduct.best().dot(queries[query], workload.documents().row(document));
  }

  /** What can be measured: nDCG only with judgements. */
  Set<Measure> measures() {
    return judgments.isPresent() ? EnumSet.allOf(Measure.class) : EnumSet.of(Measure.RECALL);
  }

  /** The quality of one answer. // documents: (found) */
  double value(Measure measure, int query, int[] documents) {
    return switch (measure) {
      case RECALL -> recall(query, documents);
      case NDCG -> ndcg(query, documents);
    };
  }

  private double recall(int query, int[] documents) {
    float needed = lastScores[query] - ROUNDING;
    long found = Arrays.stream(documents).filter(d -> score(query, d) >= needed).count();
    return (double) found / exact[query].length;
  }

  private double ndcg(int query, int[] documents) {
    Hits hits = new Hits(documents, new float[documents.length]);
    return judgments.orElseThrow().values(query, hits, List.of(Metric.NDCG_10))[0];
  }

  /** The mean quality of exact search over some queries. */
  double exact(Measure measure, int[] queryNumbers) {
    return IntStream.of(queryNumbers)
        .mapToDouble(q -> value(measure, q, exact[q]))
        .average()
        .orElse(0);
  }
}
