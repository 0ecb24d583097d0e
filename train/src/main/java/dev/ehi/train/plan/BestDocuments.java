package dev.ehi.train.plan;

import java.util.Arrays;

/** The best few documents of those that a search has visited, each offered once. */
final class BestDocuments {

  private final float[] scores; // (documents)
  private final int[] best; // documents by falling score
  private int count;

  /**
   * @param most to keep
   * @param scores of all documents // (documents)
   */
  BestDocuments(int most, float[] scores) {
    this.scores = scores;
    this.best = new int[most];
  }

  void offer(int document) {
    float score = scores[document];
    if (count == best.length && score <= scores[best[count - 1]]) {
      return;
    }
    int place = count < best.length ? count++ : count - 1;
    for (; place > 0 && score > scores[best[place - 1]]; place--) {
      best[place] = best[place - 1];
    }
    best[place] = document;
  }

  /** The score above which a document is one of them. */
  float least() {
    return count < best.length ? Float.NEGATIVE_INFINITY : scores[best[count - 1]];
  }

  /** A copy, the best first. */
  int[] documents() {
    return Arrays.copyOf(best, count);
  }
}
