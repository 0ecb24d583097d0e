package dev.ehi.train.start;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Conditioning;
import dev.ehi.core.tree.Level;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.Layout;
import dev.ehi.train.mining.LeafMap;
import dev.ehi.train.sample.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Grows levels under a trained tree whose leaves hold many documents: those of each leaf are
 * clustered into its children (decisions/0018).
 */
public final class DeeperTree {
  private DeeperTree() {}

  /**
   * The same tree with more levels.
   *
   * @param tree whose nodes have weights of their own, without weights for queries
   * @param height levels to have then; the tree itself if it has as many
   * @param documents of length 1 // (documents, dim)
   * @throws IllegalArgumentException if nodes share their weights
   */
  public static Tree of(
      Tree tree,
      int height,
      IndexConfig.Learned config,
      Vectors documents,
      long seed,
      Progress progress) {
    if (height <= tree.shape().height()) {
      return tree;
    }
    if (tree.conditioning() != Conditioning.PER_PARENT) {
      throw new IllegalArgumentException("a tree whose nodes share weights cannot grow");
    }
    Tree grown = tree;
    try (Progress.Task task =
        progress.start("grow the tree", height - tree.shape().height(), "levels")) {
      while (grown.shape().height() < height) {
        grown = below(grown, config, documents, seed);
        task.advance(1);
      }
    }
    return grown;
  }

  private static Tree below(Tree tree, IndexConfig.Learned config, Vectors documents, long seed) {
    TreeShape shape = tree.shape();
    int h = shape.height() + 1;
    SplittableRandom random = Seeds.random(seed, Seeds.Purpose.KMEANS, h);
    Vectors seen =
        tree.projection().map(axes -> PrincipalAxes.project(documents, axes)).orElse(documents);
    NodeClustering.Children children =
        new NodeClustering(
                seen,
                shape.branching(),
                TreeStart.temperature(config.with(Layout.of(tree)), documents.dim()),
                seed,
                random)
            .below(members(tree, documents), h);
    List<Level> levels = new ArrayList<>();
    for (int level = 1; level < h; level++) {
      levels.add(tree.level(level));
    }
    levels.add(
        new Level(
            ResidualStart.of(config.residual(), seen.dim(), random),
            children.weight(),
            new float[children.weight().size()]));
    return new Tree(
        new TreeShape(shape.dim(), shape.branching(), h),
        tree.projection(),
        tree.conditioning(),
        tree.temperature(),
        levels);
  }

  private static int[][] members(Tree tree, Vectors documents) {
    LeafMap leaves = LeafMap.of(tree, documents);
    return IntStream.range(0, leaves.leaves()).mapToObj(leaves::documents).toArray(int[][]::new);
  }
}
