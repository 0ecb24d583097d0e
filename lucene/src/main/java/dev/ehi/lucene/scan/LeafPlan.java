package dev.ehi.lucene.scan;

import dev.ehi.core.tree.LinkWalk;
import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.leaf.FieldRouter;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * The routing of one query: the leaves that the budget admits, and all others of the tree. Those
 * are found at once, the others only when asked for. Safe for concurrent use, so that all segments
 * of an index share one routing.
 */
public final class LeafPlan {

  private final Tree tree;
  private final VectorSimilarityFunction similarity;
  private final float[] query; // (dim)
  private final Budget budget;
  private final LeafRanking ranking; // guarded by itself
  private final int[] leaves; // (admitted) by rank
  private final float[] logProbabilities; // (admitted) by rank

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
    ranking = ranking(FieldRouter.ofQueries(tree, similarity), this.query, budget);
    int admitted = admitted(ranking, budget, leafSizes, tree.shape().leaves());
    leaves = ranking.leaves(admitted);
    logProbabilities = ranking.logProbabilities(admitted);
  }

  private static LeafRanking ranking(FieldRouter router, float[] query, Budget budget) {
    return switch (budget) {
      case Budget.Gap(double nats) ->
          LeafRanking.of(router, query, router.leavesWithin(query, nats));
      case Budget.Surprisal(double nats) ->
          LeafRanking.of(router, query, router.leavesUpTo(query, nats));
      case Budget.Beam _, Budget.Documents _, Budget.Mass _ -> LeafRanking.of(router, query);
      case Budget.Linked(Budget.Surprisal(double nats), Sources _) ->
          LeafRanking.of(router, query, router.leavesNearlyUpTo(query, nats));
      case Budget.Linked(Budget first, Sources _) -> ranking(router, query, first);
    };
  }

  private static int admitted(
      LeafRanking ranking, Budget budget, IntUnaryOperator leafSizes, int all) {
    return switch (budget) {
      case Budget.Beam(int beam) -> leavesUpTo(ranking, Math.min(beam, all));
      case Budget.Documents(int count) -> leavesFor(ranking, count, leafSizes);
      case Budget.Gap _, Budget.Surprisal _ -> ranking.known();
      case Budget.Mass(double probability) -> leavesOf(ranking, probability);
      case Budget.Linked(Budget first, Sources _) -> admitted(ranking, first, leafSizes, all);
    };
  }

  private static int leavesUpTo(LeafRanking ranking, int count) {
    return ranking.leaf(count - 1) < 0 ? ranking.known() : count;
  }

  private static int leavesOf(LeafRanking ranking, double probability) {
    int rank = 0;
    for (double before = 0; before < probability && ranking.leaf(rank) >= 0; rank++) {
      before += Math.exp(ranking.logProbability(rank));
    }
    return rank;
  }

  private static int leavesFor(LeafRanking ranking, int documents, IntUnaryOperator leafSizes) {
    int rank = 0;
    for (long before = 0; before < documents; rank++) {
      int leaf = ranking.leaf(rank);
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

  /** What scores are functions of. */
  VectorSimilarityFunction similarity() {
    return similarity;
  }

  /** How many leaves the budget admits: those of rank 0 to admitted - 1. */
  public int admitted() {
    return leaves.length;
  }

  /**
   * How many leaves are opened whatever they look like, if no filter leaves documents out: all that
   * the budget admits, or the first of them where the others can be looked at.
   */
  public int openedUnseen() {
    boolean looks =
        budget instanceof Budget.Linked
            && LinkCandidates.areSeen(tree.links().orElseThrow(), similarity);
    return looks ? Math.min(LinkWalk.AT_FIRST, leaves.length) : leaves.length;
  }

  /**
   * The leaf of a rank: first those that the budget admits, then all others, each by falling
   * probability; -1 if there are no more leaves.
   */
  public int leaf(int rank) {
    if (rank < leaves.length) {
      return leaves[rank];
    }
    synchronized (ranking) {
      return ranking.leaf(rank);
    }
  }

  /** The log-probability of a leaf that {@link #leaf} has returned. */
  public float logProbability(int rank) {
    if (rank < logProbabilities.length) {
      return logProbabilities[rank];
    }
    synchronized (ranking) {
      return ranking.logProbability(rank);
    }
  }

  /** What the routing cost so far, in dot products. */
  public double cost() {
    synchronized (ranking) {
      return ranking.cost();
    }
  }
}
