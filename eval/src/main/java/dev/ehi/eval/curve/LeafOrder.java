package dev.ehi.eval.curve;

import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.Router;

/** All leaves of an index in the order in which a query opens them. One per thread. */
final class LeafOrder {

  private final LeafIndex index;
  private final Router router;
  private final int[] leaves; // (leaves) by rank
  private final double[] logProbabilities; // (leaves) by rank
  private final int[] before; // (leaves + 1) documents in the leaves before a rank
  private final double[] cost; // (leaves + 1) dot products once so many leaves are known

  LeafOrder(LeafIndex index) {
    this.index = index;
    this.router = index.tree().queryRouter();
    this.leaves = new int[index.leaves()];
    this.logProbabilities = new double[index.leaves()];
    this.before = new int[index.leaves() + 1];
    this.cost = new double[index.leaves() + 1];
  }

  /** Orders the leaves for a query. // (dim) */
  void route(float[] query) {
    LeafCursor cursor = router.bestFirst(query);
    for (int rank = 0; rank < leaves.length; rank++) {
      leaves[rank] = cursor.next();
      logProbabilities[rank] = cursor.logProbability();
      before[rank + 1] = before[rank] + index.size(leaves[rank]);
      cost[rank + 1] = router.cost();
    }
  }

  int size() {
    return leaves.length;
  }

  int leaf(int rank) {
    return leaves[rank];
  }

  /** Documents in the leaves of lower rank, duplicates counted. */
  int before(int rank) {
    return before[rank];
  }

  /** Dot products spent when so many leaves are known. */
  double cost(int known) {
    return cost[Math.min(known, leaves.length)];
  }

  /**
   * The level above which a search opens the leaf of each rank, which never falls with the rank.
   *
   * @param out // (leaves)
   */
  void thresholds(Stop.Adaptive stop, double[] out) {
    switch (stop) {
      case Stop.Gap() -> {
        for (int rank = 0; rank < out.length; rank++) {
          out[rank] = logProbabilities[0] - logProbabilities[rank];
        }
      }
      case Stop.Surprisal(double temperature) -> {
        double whole =
            temperature == 1 ? -logProbabilities[0] : Math.log(fillRests(temperature, out));
        for (int rank = 0; rank < out.length; rank++) {
          out[rank] = whole + (logProbabilities[0] - logProbabilities[rank]) / temperature;
        }
      }
      case Stop.Mass(double temperature) -> {
        double whole = fillRests(temperature, out);
        for (int rank = 0; rank < out.length; rank++) {
          out[rank] = Math.log(whole / out[rank]);
        }
      }
    }
  }

  /**
   * Writes how probable the leaves from each rank on are together, relative to the first leaf.
   *
   * @return the same of all leaves
   */
  private double fillRests(double temperature, double[] out) {
    double rest = 0;
    for (int rank = out.length - 1; rank >= 0; rank--) {
      rest += Math.exp((logProbabilities[rank] - logProbabilities[0]) / temperature);
      out[rank] = rest;
    }
    return rest;
  }
}
