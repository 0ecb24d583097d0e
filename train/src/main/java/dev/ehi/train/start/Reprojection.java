package dev.ehi.train.start;

import dev.ehi.core.tree.Level;
import dev.ehi.core.tree.Residual;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets a trained tree look at vectors through other axes than it was trained with. Weights W behind
 * a projection P act on a vector as {@code W P} does; what of that lies in the span of the axes is
 * kept: {@code W' = W P A^T (A A^T)^-1}. For principal axes of the vectors that is the least
 * squares fit of the logits, since what vectors have in and outside of their span is uncorrelated.
 */
public final class Reprojection {
  private Reprojection() {}

  /**
   * The tree with its weights expressed through other axes.
   *
   * @param tree without weights for queries and links
   * @param axes that are orthogonal, of any length but 0 // (rank, dim)
   * @return nothing if a level has a residual: what it adds is not linear in the vector
   * @throws IllegalArgumentException if the axes have another dimension than the tree's vectors
   */
  public static Optional<Tree> of(Tree tree, Vectors axes) {
    if (axes.dim() != tree.shape().dim()) {
      throw new IllegalArgumentException(
          "axes of dimension %d are not for a tree on vectors of dimension %d"
              .formatted(axes.dim(), tree.shape().dim()));
    }
    double[][] change = change(tree, axes);
    List<Level> levels = new ArrayList<>();
    for (int h = 1; h <= tree.shape().height(); h++) {
      Level level = tree.level(h);
      if (!(level.residual() instanceof Residual.None)) {
        return Optional.empty();
      }
      Vectors weight = changed(level.weight(), change, axes.size());
      levels.add(new Level(new Residual.None(), weight, level.bias()));
    }
    return Optional.of(
        new Tree(tree.shape(), Optional.of(axes), tree.conditioning(), tree.temperature(), levels));
  }

  /** {@code P A^T (A A^T)^-1}. // (dimensions that the levels see, rank) */
  private static double[][] change(Tree tree, Vectors axes) {
    int seen = tree.levelShape().dim();
    double[][] change = new double[seen][axes.size()];
    for (int j = 0; j < axes.size(); j++) {
      float[] axis = axes.row(j);
      double squaredLength = dot(axis, axis);
      for (int i = 0; i < seen; i++) {
        int row = i;
        double along =
            tree.projection().map(rows -> dot(rows.row(row), axis)).orElse((double) axis[row]);
        change[i][j] = along / squaredLength;
      }
    }
    return change;
  }

  /** The one-hot part of each row as it is, and what follows it times the change of axes. */
  private static Vectors changed(Vectors weight, double[][] change, int rank) {
    int prefix = weight.dim() - change.length;
    Vectors changed = Vectors.allocate(weight.size(), prefix + rank);
    for (int k = 0; k < weight.size(); k++) {
      float[] old = weight.row(k);
      float[] row = new float[prefix + rank];
      System.arraycopy(old, 0, row, 0, prefix);
      for (int j = 0; j < rank; j++) {
        double sum = 0;
        for (int i = 0; i < change.length; i++) {
          sum += old[prefix + i] * change[i][j];
        }
        row[prefix + j] = (float) sum;
      }
      changed.set(k, row);
    }
    return changed;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
