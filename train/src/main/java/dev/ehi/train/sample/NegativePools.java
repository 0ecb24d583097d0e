package dev.ehi.train.sample;

import java.util.SplittableRandom;

/**
 * For each training query, the documents from which its negatives are drawn until the next mining.
 * Queries whose pool is empty draw from the whole corpus.
 */
public final class NegativePools {
  private static final int MAX_TRIES = 100;

  private final int[][] pools; // (queries) document ordinals

  public NegativePools(int[][] pools) {
    this.pools = pools;
  }

  /** No pool for any query. */
  public static NegativePools empty() {
    return new NegativePools(new int[0][]);
  }

  /** The rows, one for each training query; shared, not copied. */
  public int[][] rows() {
    return pools;
  }

  /** One negative; never a known positive unless the whole corpus seems to be. */
  int draw(int query, TrainingPairs pairs, SplittableRandom random) {
    int[] pool = query < pools.length ? pools[query] : new int[0];
    if (pool.length > 0) {
      return pool[random.nextInt(pool.length)];
    }
    int document = random.nextInt(pairs.documents());
    for (int i = 0; i < MAX_TRIES && pairs.isPositive(query, document); i++) {
      document = random.nextInt(pairs.documents());
    }
    return document;
  }
}
