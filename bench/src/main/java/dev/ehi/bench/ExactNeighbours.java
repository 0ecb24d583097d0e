package dev.ehi.bench;

import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import java.util.stream.IntStream;

/** What exact search finds. */
final class ExactNeighbours {
  private ExactNeighbours() {}

  /**
   * The documents of the highest dot products, best first.
   *
   * @param queries // (queries, dim)
   * @return // (queries, k)
   */
  static int[][] of(Vectors documents, Vectors queries, int k) {
    return IntStream.range(0, queries.size())
        .mapToObj(q -> of(documents, queries.row(q), k))
        .toArray(int[][]::new);
  }

  /** Those of one query. // (dim) */
  static int[] of(Vectors documents, float[] query, int k) {
    float[] scores = new float[documents.size()];
    DotProduct.best().rows(documents.segment(), 0, scores.length, query, scores);
    int[] best = new int[k];
    for (int rank = 0; rank < k; rank++) {
      for (int i = 1; i < scores.length; i++) {
        best[rank] = scores[i] > scores[best[rank]] ? i : best[rank];
      }
      scores[best[rank]] = Float.NEGATIVE_INFINITY;
    }
    return best;
  }
}
