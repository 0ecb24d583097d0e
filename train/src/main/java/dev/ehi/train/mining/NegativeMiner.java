package dev.ehi.train.mining;

import dev.ehi.core.parallel.Parallel;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.config.MiningConfig;
import dev.ehi.train.sample.NegativePools;
import dev.ehi.train.sample.TrainingPairs;
import java.util.Arrays;

/**
 * Finds hard negatives: the documents of the leaves that are most probable for a query, minus its
 * positives (paper, section 3.5). The highest-scoring ones are kept.
 */
public final class NegativeMiner {
  private final Tree tree;
  private final LeafMap leaves;
  private final Vectors documents; // (documents, dim)
  private final TrainingPairs pairs;
  private final MiningConfig config;
  private final DotProduct kernel = DotProduct.best();

  /**
   * @param documents the vectors by which {@code leaves} was built // (documents, dim)
   */
  public NegativeMiner(
      Tree tree, LeafMap leaves, Vectors documents, TrainingPairs pairs, MiningConfig config) {
    this.tree = tree;
    this.leaves = leaves;
    this.documents = documents;
    this.pairs = pairs;
    this.config = config;
  }

  /**
   * Mines for all training queries.
   *
   * @param queries // (training queries, dim)
   */
  public NegativePools mine(Vectors queries) {
    int[][] pools = new int[queries.size()][];
    Parallel.blocks(
        queries.size(),
        (from, to) -> {
          Router router = tree.queryRouter();
          for (int query = from; query < to; query++) {
            pools[query] = pool(router, query, queries.row(query));
          }
        });
    return new NegativePools(pools);
  }

  private int[] pool(Router router, int query, float[] vector) {
    int[] reached = leaves.reached(router.bestFirst(vector), config.visited());
    double limit = highestScoreAllowed(query, vector);
    long[] candidates = new long[reached.length];
    int count = 0;
    for (int document : reached) {
      float score = score(vector, document);
      if (score <= limit && !pairs.isPositive(query, document)) {
        candidates[count++] = sortable(score, document);
      }
    }
    Arrays.sort(candidates, 0, count);
    int[] pool = new int[Math.min(count, config.pool())];
    for (int i = 0; i < pool.length; i++) {
      pool[i] = (int) candidates[i];
    }
    return pool;
  }

  private double highestScoreAllowed(int query, float[] vector) {
    if (config.guard() == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double best = Double.NEGATIVE_INFINITY;
    for (int positive : pairs.positives(query)) {
      best = Math.max(best, score(vector, positive));
    }
    return best > 0 ? best * config.guard() : Double.POSITIVE_INFINITY;
  }

  private float score(float[] query, int document) {
    float[] score = new float[1];
    kernel.rows(documents.segment(), documents.offset(document), 1, query, score);
    return score[0];
  }

  /** A key that sorts by falling score, then by ordinal; its low half is the ordinal. */
  private static long sortable(float score, int document) {
    int bits = Float.floatToIntBits(score);
    int ascending = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    return ((long) ~ascending << 32) | document;
  }
}
