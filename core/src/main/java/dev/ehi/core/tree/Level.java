package dev.ehi.core.tree;

import dev.ehi.core.vector.Vectors;

/**
 * The learned weights of one level: {@code logits = W z + b} over the B children of a node, with
 * {@code z} from the {@link Residual}. The rows of node {@code p} start at row {@code p B}.
 */
public final class Level {

  private final Residual residual;
  private final Vectors weight; // (parents * branching, in)
  private final float[] bias; // (parents * branching)

  /**
   * @param weight // (parents * branching, in)
   * @param bias // (parents * branching)
   * @throws IllegalArgumentException if the shapes do not fit together
   */
  public Level(Residual residual, Vectors weight, float[] bias) {
    if (bias.length != weight.size()) {
      throw new IllegalArgumentException(
          "a level with weights (%d, %d) has a bias of length %d"
              .formatted(weight.size(), weight.dim(), bias.length));
    }
    int residualDim =
        switch (residual) {
          case Residual.None() -> weight.dim();
          case Residual.Dense dense -> dense.weight().dim();
          case Residual.LowRank lowRank -> lowRank.down().dim();
        };
    if (residualDim != weight.dim()) {
      throw new IllegalArgumentException(
          "a level with input dimension %d has a residual of dimension %d"
              .formatted(weight.dim(), residualDim));
    }
    this.residual = residual;
    this.weight = weight;
    this.bias = bias.clone();
  }

  public int inputDim() {
    return weight.dim();
  }

  public Residual residual() {
    return residual;
  }

  public Vectors weight() {
    return weight;
  }

  public float[] bias() {
    return bias.clone();
  }

  float[] biasInPlace() {
    return bias;
  }
}
