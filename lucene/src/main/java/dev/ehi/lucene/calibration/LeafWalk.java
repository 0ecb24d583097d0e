package dev.ehi.lucene.calibration;

import dev.ehi.lucene.scan.LeafPlan;
import java.util.function.IntUnaryOperator;

/** Goes through all leaves for one query, the most probable first, and says how far it has come. */
final class LeafWalk {
  private final LeafPlan plan;
  private final IntUnaryOperator leafSizes;
  private int rank = -1;
  private long documentsBefore;
  private double massBefore;

  /**
   * @param leafSizes how many documents of the whole index lie in a leaf
   */
  LeafWalk(LeafPlan plan, IntUnaryOperator leafSizes) {
    this.plan = plan;
    this.leafSizes = leafSizes;
  }

  /** Goes on to the next leaf; returns false if there is none. */
  boolean next() {
    if (rank >= 0) {
      documentsBefore += leafSizes.applyAsInt(leaf());
      massBefore += Math.exp(plan.logProbability(rank));
    }
    rank++;
    return leaf() >= 0;
  }

  int leaf() {
    return plan.leaf(rank);
  }

  int rank() {
    return rank;
  }

  /** How many documents lie in the leaves before this one. */
  long documentsBefore() {
    return documentsBefore;
  }

  /** How probable the leaves before this one are together. */
  double massBefore() {
    return massBefore;
  }

  /** What it took to come to this leaf, in dot products. */
  double routing() {
    return plan.cost();
  }

  /** The negative log-probability of this leaf. */
  double surprisal() {
    return -plan.logProbability(rank);
  }

  /** By how much this leaf's log-probability is below the best one's. */
  double gap() {
    return plan.logProbability(0) - plan.logProbability(rank);
  }
}
