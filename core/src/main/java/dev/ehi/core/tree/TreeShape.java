package dev.ehi.core.tree;

/**
 * The size of a tree.
 *
 * @param dim dimension of the vectors it routes
 * @param branching children of every inner node, B in the paper
 * @param height levels of classifiers, H in the paper; 1 is a flat, IVF-like index
 */
public record TreeShape(int dim, int branching, int height) {

  /** More levels than this are neither tested nor useful. */
  public static final int MAX_HEIGHT = 8;

  private static final int MAX_LEAVES = 1 << 24;

  public TreeShape {
    if (dim < 1 || branching < 1 || height < 1 || height > MAX_HEIGHT) {
      throw new IllegalArgumentException(
          "a tree needs dim >= 1, branching >= 1 and 1 <= height <= %d; got dim %d, branching %d, height %d"
              .formatted(MAX_HEIGHT, dim, branching, height));
    }
    if (Math.pow(branching, height) > MAX_LEAVES) {
      throw new IllegalArgumentException(
          "%d^%d leaves are more than %d".formatted(branching, height, MAX_LEAVES));
    }
  }

  /** The same tree for vectors of another dimension. */
  public TreeShape withDim(int other) {
    return new TreeShape(other, branching, height);
  }

  /** B^H. */
  public int leaves() {
    return nodes(height);
  }

  /** How many nodes there are {@code level} steps below the root: B^level. */
  public int nodes(int level) {
    int nodes = 1;
    for (int h = 0; h < level; h++) {
      nodes *= branching;
    }
    return nodes;
  }

  /**
   * The branch taken at each level to reach a leaf: {@code leaf = ((i_1 B + i_2) B + ..) + i_H}.
   *
   * @return // (height)
   */
  public int[] path(int leaf) {
    int[] path = new int[height];
    for (int h = height - 1; h >= 0; h--) {
      path[h] = leaf % branching;
      leaf /= branching;
    }
    return path;
  }
}
