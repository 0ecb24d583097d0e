package dev.ehi.core.tree;

import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Exponentials;
import dev.ehi.core.vector.Vectors;
import java.util.Arrays;

/**
 * The classifier of one level at work on one vector at a time. What depends on the vector alone is
 * computed once for it; what depends on the node too, once a node. Methods return what they cost,
 * in multiplications.
 */
final class Classifier {

  private final DotProduct kernel = DotProduct.best();
  private final Exponentials exponentials = Exponentials.best();
  private final Level level;
  private final int branching;
  private final int prefixDim; // length of the one-hot part of the input
  private final float temperature;

  private final float[] input; // (in) x
  private final float[] hidden; // (in) z
  private final float[] product; // (in) U [0; u], or (rank) down [0; u]
  private final float[] reduced; // (rank) down x
  private final float[] logits; // (branching, padded by negative infinity)
  private boolean prepared;

  Classifier(Tree tree, int h) {
    level = tree.level(h);
    branching = tree.shape().branching();
    prefixDim = level.inputDim() - tree.levelShape().dim();
    temperature = tree.temperature();
    input = new float[level.inputDim()];
    hidden = new float[level.inputDim()];
    int rank =
        switch (level.residual()) {
          case Residual.None() -> 0;
          case Residual.Dense dense -> dense.weight().size();
          case Residual.LowRank lowRank -> lowRank.down().size();
        };
    product = new float[rank];
    reduced = new float[rank];
    logits = new float[Math.ceilDiv(branching, Exponentials.LANES) * Exponentials.LANES];
    Arrays.fill(logits, branching, logits.length, Float.NEGATIVE_INFINITY);
  }

  /** Forgets the vector it worked on. */
  void reset() {
    prepared = false;
  }

  /**
   * Writes the log-probabilities of the children of a node.
   *
   * @param u the vector as the levels see it, the same until the next {@link #reset} // (dim)
   * @param node index of the node within its level
   * @param out // (branching)
   */
  long logProbabilities(float[] u, int node, float[] out) {
    long cost = 0;
    if (!prepared) {
      cost += prepare(u);
      if (prefixDim == 0) {
        cost += computeHidden();
      }
    }
    if (prefixDim > 0) {
      setPrefix(node);
      cost += computeHidden();
    }
    int firstRow = prefixDim > 0 ? 0 : childRow(node);
    Vectors weight = level.weight();
    kernel.rows(weight.segment(), weight.offset(firstRow), branching, hidden, out);
    logSoftmax(out, firstRow);
    return cost + (long) branching * level.inputDim();
  }

  /** A level with weights for a single parent is shared by all nodes. */
  private int childRow(int node) {
    return level.weight().size() == branching ? 0 : node * branching;
  }

  private long prepare(float[] u) {
    prepared = true;
    Arrays.fill(input, 0, prefixDim, 0);
    System.arraycopy(u, 0, input, prefixDim, u.length);
    return switch (level.residual()) {
      case Residual.None() -> 0;
      case Residual.Dense dense -> multiply(dense.weight(), input, product);
      case Residual.LowRank lowRank -> multiply(lowRank.down(), input, product);
    };
  }

  /** Writes {@code onehot(i_1)..onehot(i_{h-1})} for the path to a node. */
  private void setPrefix(int node) {
    Arrays.fill(input, 0, prefixDim, 0);
    for (int at = prefixDim - branching; at >= 0; at -= branching) {
      input[at + node % branching] = 1;
      node /= branching;
    }
  }

  private long computeHidden() {
    return switch (level.residual()) {
      case Residual.None() -> {
        System.arraycopy(input, 0, hidden, 0, input.length);
        yield 0;
      }
      case Residual.Dense dense -> {
        System.arraycopy(product, 0, hidden, 0, hidden.length);
        addPrefixColumns(dense.weight(), hidden);
        addRectified(dense.biasInPlace());
        yield 0;
      }
      case Residual.LowRank lowRank -> {
        System.arraycopy(product, 0, reduced, 0, reduced.length);
        addPrefixColumns(lowRank.down(), reduced);
        long cost = multiply(lowRank.up(), reduced, hidden);
        addRectified(lowRank.biasInPlace());
        yield cost;
      }
    };
  }

  /** Adds the columns of {@code matrix} that the one-hots of the input select. */
  private void addPrefixColumns(Vectors matrix, float[] sum) {
    for (int column = 0; column < prefixDim; column++) {
      if (input[column] != 0) {
        for (int row = 0; row < sum.length; row++) {
          sum[row] += matrix.get(row, column);
        }
      }
    }
  }

  /** Turns {@code hidden} from {@code U x} into {@code x + ReLU(U x + c)}. */
  private void addRectified(float[] bias) {
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] = input[i] + Math.max(0, hidden[i] + bias[i]);
    }
  }

  private long multiply(Vectors matrix, float[] vector, float[] out) {
    kernel.rows(matrix.segment(), 0, matrix.size(), vector, out);
    return (long) matrix.size() * matrix.dim();
  }

  /** Turns products with the rows of a node into log-probabilities. */
  private void logSoftmax(float[] products, int firstRow) {
    float[] bias = level.biasInPlace();
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < branching; i++) {
      logits[i] = (products[i] + bias[firstRow + i]) / temperature;
      max = Math.max(max, logits[i]);
    }
    float logSum = (float) (max + Math.log(exponentials.sum(logits, max)));
    for (int i = 0; i < branching; i++) {
      products[i] = logits[i] - logSum;
    }
  }
}
