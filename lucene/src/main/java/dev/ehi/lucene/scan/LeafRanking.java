package dev.ehi.lucene.scan;

import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.RankedLeaves;
import dev.ehi.lucene.leaf.FieldRouter;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The leaves of a tree, found when asked for: those that are known from the beginning, and then all
 * others, the most probable for a query first. For one thread.
 */
final class LeafRanking {

  private final FieldRouter router;
  private final float[] query; // (dim)
  private @Nullable LeafCursor cursor; // over all leaves; null until one is asked for
  private final BitSet first = new BitSet(0); // leaves that were known before the cursor
  private double costBefore; // of routing that the cursor does again
  private int[] leaves; // by rank
  private float[] logProbabilities; // by rank
  private int known;

  private LeafRanking(
      FieldRouter router, float[] query, @Nullable LeafCursor cursor, int capacity) {
    this.router = router;
    this.query = query;
    this.cursor = cursor;
    leaves = new int[capacity];
    logProbabilities = new float[capacity];
  }

  /** One of which no leaf is known. // query (dim) */
  static LeafRanking of(FieldRouter router, float[] query) {
    return new LeafRanking(router, query, router.leaves(query), 64);
  }

  /**
   * One whose first leaves are known.
   *
   * @param query // (dim)
   */
  static LeafRanking of(FieldRouter router, float[] query, RankedLeaves first) {
    LeafRanking ranking = new LeafRanking(router, query, null, first.size());
    for (int rank = 0; rank < first.size(); rank++) {
      ranking.add(first.leaf(rank), first.logProbability(rank));
    }
    return ranking;
  }

  /** The leaf of a rank; -1 if there are no more leaves. */
  int leaf(int rank) {
    while (known <= rank) {
      if (cursor == null) {
        cursor = startCursor();
      }
      int leaf = cursor.next();
      if (leaf < 0) {
        return -1;
      }
      if (!first.get(leaf)) {
        add(leaf, cursor.logProbability());
      }
    }
    return leaves[rank];
  }

  private LeafCursor startCursor() {
    costBefore = router.cost();
    for (int rank = 0; rank < known; rank++) {
      first.set(leaves[rank]);
    }
    return router.leaves(query);
  }

  private void add(int leaf, float logProbability) {
    if (known == leaves.length) {
      leaves = Arrays.copyOf(leaves, 2 * known);
      logProbabilities = Arrays.copyOf(logProbabilities, 2 * known);
    }
    leaves[known] = leaf;
    logProbabilities[known++] = logProbability;
  }

  /** The log-probability of a leaf that {@link #leaf} has returned. */
  float logProbability(int rank) {
    return logProbabilities[rank];
  }

  /** How many leaves are known. */
  int known() {
    return known;
  }

  /** The first leaves by rank, which are known by now. // (count) */
  int[] leaves(int count) {
    return Arrays.copyOf(leaves, count);
  }

  /** The log-probabilities of the first leaves by rank, which are known by now. // (count) */
  float[] logProbabilities(int count) {
    return Arrays.copyOf(logProbabilities, count);
  }

  /** What the routing cost so far, in dot products. */
  double cost() {
    return costBefore + router.cost();
  }
}
