package dev.ehi.core.tree;

/** How a level below the first knows which node it stands at. */
public enum Conditioning {
  /**
   * The paper's form: one classifier a level, shared by all nodes of it, whose input is {@code x =
   * [onehot(i_1); ..; onehot(i_{h-1}); u]}.
   */
  ONE_HOT {
    @Override
    int inputDim(TreeShape shape, int level) {
      return (level - 1) * shape.branching() + shape.dim();
    }

    @Override
    int parents(TreeShape shape, int level) {
      return 1;
    }
  },

  /** Child weights of its own for every node, on the input {@code x = u}. */
  PER_PARENT {
    @Override
    int inputDim(TreeShape shape, int level) {
      return shape.dim();
    }

    @Override
    int parents(TreeShape shape, int level) {
      return shape.nodes(level - 1);
    }
  };

  /** The input dimension of the classifier of a level, counted from 1. */
  abstract int inputDim(TreeShape shape, int level);

  /** How many sets of child weights a level has, counted from 1. */
  abstract int parents(TreeShape shape, int level);
}
