package dev.ehi.train.config;

import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;

/**
 * The size of a tree, on which depends what a search through it costs.
 *
 * @param branching children of a node, B
 * @param height levels, H
 * @param projection dimensions of the projection that the tree looks at vectors through; the
 *     vectors' own dimension for none
 */
public record Layout(int branching, int height, int projection) {

  /** That of a tree. */
  public static Layout of(Tree tree) {
    TreeShape shape = tree.shape();
    return new Layout(
        shape.branching(),
        shape.height(),
        tree.projection().map(Vectors::size).orElse(shape.dim()));
  }

  /** B^H. */
  public int leaves() {
    return (int) Math.round(Math.pow(branching, height));
  }

  @Override
  public String toString() {
    return height == 1
        ? "%,d leaves through %d dimensions".formatted(branching, projection)
        : "%,d leaves (%d levels of %d branches) through %d dimensions"
            .formatted(leaves(), height, branching, projection);
  }
}
