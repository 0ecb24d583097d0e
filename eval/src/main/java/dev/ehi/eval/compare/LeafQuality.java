package dev.ehi.eval.compare;

import dev.ehi.core.tree.Router;
import dev.ehi.eval.QuerySet;
import dev.ehi.eval.compare.Results.Routing;
import dev.ehi.eval.curve.Corpus;
import dev.ehi.eval.curve.Judgments;
import dev.ehi.eval.curve.LeafIndex;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** How well queries and their relevant documents meet in leaves, before any budget comes in. */
final class LeafQuality {

  private static final int SHUFFLES = 20;

  private LeafQuality() {}

  static Routing of(
      LeafIndex index, Corpus corpus, QuerySet queries, Judgments judgments, long seed) {
    Router queryRouter = index.tree().queryRouter();
    Router documentRouter = index.tree().documentRouter();
    IntStream.Builder queryLeaves = IntStream.builder();
    IntStream.Builder documentLeaves = IntStream.builder();
    double purity = 0;
    int counted = 0;
    for (int q = 0; q < queries.size(); q++) {
      int[] relevant = judgments.relevant(q);
      if (relevant.length == 0) {
        continue;
      }
      int leaf = queryRouter.leaf(queries.vectors().row(q));
      int inside = 0;
      for (int document : relevant) {
        queryLeaves.add(leaf);
        documentLeaves.add(documentRouter.leaf(corpus.vectors().row(document)));
        inside += index.holds(leaf, document) ? 1 : 0;
      }
      purity += (double) inside / relevant.length;
      counted++;
    }
    int[] left = queryLeaves.build().toArray();
    int[] right = documentLeaves.build().toArray();
    return new Routing(
        left.length,
        counted == 0 ? 0 : purity / counted,
        mutualInformation(left, right),
        byChance(left, right, seed));
  }

  /** Of two paired samples, in bits. */
  static double mutualInformation(int[] left, int[] right) {
    Map<Long, Integer> pairs = new HashMap<>();
    Map<Integer, Integer> lefts = new HashMap<>();
    Map<Integer, Integer> rights = new HashMap<>();
    for (int i = 0; i < left.length; i++) {
      pairs.merge(((long) left[i] << 32) | right[i], 1, Integer::sum);
      lefts.merge(left[i], 1, Integer::sum);
      rights.merge(right[i], 1, Integer::sum);
    }
    double n = left.length;
    double nats = entropy(lefts, n) + entropy(rights, n) - entropy(pairs, n);
    return Math.max(0, nats / Math.log(2));
  }

  private static double entropy(Map<?, Integer> counts, double n) {
    return counts.values().stream().mapToDouble(c -> -c / n * Math.log(c / n)).sum();
  }

  /** What unrelated leaves of the same frequencies would give: few pairs look informative. */
  private static double byChance(int[] left, int[] right, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] shuffled = right.clone();
    double sum = 0;
    for (int shuffle = 0; shuffle < SHUFFLES; shuffle++) {
      for (int i = shuffled.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swap = shuffled[i];
        shuffled[i] = shuffled[j];
        shuffled[j] = swap;
      }
      sum += mutualInformation(left, shuffled);
    }
    return sum / SHUFFLES;
  }
}
