package dev.ehi.train.loss;

import java.util.Random;

/** A random batch's positives and negatives, kept for reference computations. */
final class RandomTargets {

  final int[] positive; // (n)
  final boolean[][] negative; // (n, m)
  final Targets targets;

  RandomTargets(int queries, int documents, double share, Random random) {
    positive = random.ints(queries, 0, documents).toArray();
    negative = new boolean[queries][documents];
    for (int q = 0; q < queries; q++) {
      for (int d = 0; d < documents; d++) {
        negative[q][d] = d != positive[q] && random.nextDouble() < share;
      }
    }
    targets = Targets.of(positive, documents, (q, d) -> negative[q][d]);
  }

  /** Independent of the class under test. */
  double infoNce(double[][] similarities, double temperature) {
    double total = 0;
    for (int q = 0; q < positive.length; q++) {
      double best = Math.exp(similarities[q][positive[q]] / temperature);
      double sum = best;
      for (int d = 0; d < negative[q].length; d++) {
        sum += negative[q][d] ? Math.exp(similarities[q][d] / temperature) : 0;
      }
      total -= Math.log(best / sum);
    }
    return total / positive.length;
  }

  /** Independent of the class under test. */
  double hinge(double[][] similarities, double margin) {
    double total = 0;
    int triplets = 0;
    for (int q = 0; q < positive.length; q++) {
      for (int d = 0; d < negative[q].length; d++) {
        if (negative[q][d]) {
          total += Math.max(0, margin + similarities[q][d] - similarities[q][positive[q]]);
          triplets++;
        }
      }
    }
    return triplets == 0 ? 0 : total / triplets;
  }
}
