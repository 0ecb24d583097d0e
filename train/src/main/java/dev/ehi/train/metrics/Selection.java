package dev.ehi.train.metrics;

import dev.ehi.train.config.Depth;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.TrainConfig;

/** By which score a run chooses the weights to keep. */
public enum Selection {
  /** Of the vectors alone. The tree may lag behind vectors that move: it is settled afterwards. */
  EXACT {
    @Override
    public double of(DevScore score) {
      return score.exact();
    }
  },

  /** Of vectors and tree together: the mean over the budgets. */
  OVER_BUDGETS {
    @Override
    public double of(DevScore score) {
      return score.overBudgets();
    }
  };

  /** That of a run. */
  public static Selection of(TrainConfig config) {
    boolean treeIsKept =
        config.index() instanceof IndexConfig.Learned
            && (config.depth() instanceof Depth.Index || config.settle().updates() == 0);
    return treeIsKept ? OVER_BUDGETS : EXACT;
  }

  /** The higher the better. */
  public abstract double of(DevScore score);
}
