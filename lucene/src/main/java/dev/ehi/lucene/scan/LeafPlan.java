package dev.ehi.lucene.scan;

import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.RankedLeaves;
import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.leaf.FieldRouter;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.jspecify.annotations.Nullable;

/**
 * The routing of one query: all leaves of a tree, the most probable first, and how many of them the
 * budget admits. Those are found at once, the others only when asked for. Safe for concurrent use,
 * so that all segments of an index share one routing.
 */
public final class LeafPlan {

  private final Tree tree;
  private final VectorSimilarityFunction similarity;
  private final float[] query; // (dim)
  private final Budget budget;
  private final FieldRouter router;
  private final int admitted;
  private @Nullable LeafCursor cursor; // over what is not known; null until that is asked for
  private double costBefore; // of routing that the cursor does again
  private int[] leaves = new int[16]; // by rank
  private float[] logProbabilities = new float[16]; // by rank
  private int known;

  /**
   * @param query // (dim)
   * @param leafSizes how many documents of the whole index lie in a leaf
   * @throws IllegalArgumentException if the budget asks for links that the tree does not have
   */
  public LeafPlan(
      Tree tree,
      VectorSimilarityFunction similarity,
      float[] query,
      Budget budget,
      IntUnaryOperator leafSizes) {
    this.tree = tree;
    this.similarity = similarity;
    this.query = query.clone();
    this.budget = budget;
    if (budget instanceof Budget.Linked && tree.links().isEmpty()) {
      throw new IllegalArgumentException(
          "no links between leaves were learned for this index, so a search cannot go on through"
              + " them; use another budget, or train with index.links above 0 and create the index"
              + " anew");
    }
    router = FieldRouter.ofQueries(tree, similarity);
    cursor =
        budget instanceof Budget.Gap || budget instanceof Budget.Surprisal
            ? null
            : router.leaves(this.query);
    admitted =
        switch (budget) {
          case Budget.Beam(int beam) -> Math.min(beam, tree.shape().leaves());
          case Budget.Documents(int count) -> leavesFor(count, leafSizes);
          case Budget.Linked(int count, int _) -> leavesFor(count, leafSizes);
          case Budget.Gap(double nats) -> all(router.leavesWithin(this.query, nats));
          case Budget.Surprisal(double nats) -> all(router.leavesUpTo(this.query, nats));
          case Budget.Mass(double probability) -> leavesOf(probability);
        };
  }

  private int all(RankedLeaves first) {
    for (int rank = 0; rank < first.size(); rank++) {
      add(first.leaf(rank), first.logProbability(rank));
    }
    return known;
  }

  private int leavesOf(double probability) {
    int rank = 0;
    for (double before = 0; before < probability && leaf(rank) >= 0; rank++) {
      before += Math.exp(logProbability(rank));
    }
    return rank;
  }

  private int leavesFor(int documents, IntUnaryOperator leafSizes) {
    int rank = 0;
    for (long before = 0; before < documents; rank++) {
      int leaf = leaf(rank);
      if (leaf < 0) {
        break;
      }
      before += leafSizes.applyAsInt(leaf);
    }
    return rank;
  }

  /** Whether this is the routing of that query. */
  public boolean isFor(Tree tree, VectorSimilarityFunction similarity, float[] query) {
    return this.tree.id().equals(tree.id())
        && this.similarity == similarity
        && Arrays.equals(this.query, query);
  }

  /** What the search may visit. */
  public Budget budget() {
    return budget;
  }

  /** The tree that routes. */
  Tree tree() {
    return tree;
  }

  /** How many leaves the budget admits: those of rank 0 to admitted - 1. */
  public int admitted() {
    return admitted;
  }

  /** The leaf of a rank, 0 being the most probable; -1 if there are no more leaves. */
  public synchronized int leaf(int rank) {
    while (known <= rank) {
      if (cursor == null) {
        cursor = startCursor();
      }
      int leaf = cursor.next();
      if (leaf < 0) {
        return -1;
      }
      add(leaf, cursor.logProbability());
    }
    return leaves[rank];
  }

  /** A cursor that goes on after the leaves that are known. */
  private LeafCursor startCursor() {
    costBefore = router.cost();
    LeafCursor started = router.leaves(query);
    for (int i = 0; i < known; i++) {
      started.next();
    }
    return started;
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
  public synchronized float logProbability(int rank) {
    return logProbabilities[rank];
  }

  /** What the routing cost so far, in dot products. */
  public synchronized double cost() {
    return costBefore + router.cost();
  }
}
