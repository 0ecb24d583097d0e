package dev.ehi.core.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Whether queries and their relevant documents are routed alike, before any budget comes in.
 *
 * @param pairs of a query and a relevant document
 * @param purity share of a query's relevant documents that live in its first leaf, mean over
 *     queries
 * @param mutualInformation between a query's and a relevant document's first leaf, over the pairs,
 *     in bits
 * @param byChance the same with the documents shuffled: so much is due to the number of pairs
 */
public record LeafAgreement(int pairs, double purity, double mutualInformation, double byChance) {

  private static final int SHUFFLES = 20;

  /** By how much the mutual information exceeds chance, in bits. */
  public double informationAboveChance() {
    return mutualInformation - byChance;
  }

  /** Counts queries one by one. */
  public static final class Tally {
    private final List<int[]> queryLeaves = new ArrayList<>(); // one for each pair
    private final List<int[]> documentLeaves = new ArrayList<>();
    private double purity;

    /**
     * Counts a query; one without a relevant document counts for nothing.
     *
     * @param leaf the query's first
     * @param documents the first leaf of each of its relevant documents
     * @param inside how many of these live in the query's first leaf
     */
    public void add(int leaf, int[] documents, int inside) {
      if (documents.length == 0) {
        return;
      }
      int[] leaves = new int[documents.length];
      Arrays.fill(leaves, leaf);
      queryLeaves.add(leaves);
      documentLeaves.add(documents.clone());
      purity += (double) inside / documents.length;
    }

    /**
     * What was counted; all zero if there was nothing.
     *
     * @param seed of the shuffles
     */
    public LeafAgreement agreement(long seed) {
      int[] left = queryLeaves.stream().flatMapToInt(Arrays::stream).toArray();
      int[] right = documentLeaves.stream().flatMapToInt(Arrays::stream).toArray();
      return new LeafAgreement(
          left.length,
          queryLeaves.isEmpty() ? 0 : purity / queryLeaves.size(),
          mutualInformation(left, right),
          byChance(left, right, seed));
    }
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
