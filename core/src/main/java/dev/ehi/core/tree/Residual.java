package dev.ehi.core.tree;

import dev.ehi.core.vector.Vectors;

/**
 * The hidden step of a level's classifier (paper, section 3.2): {@code z = x + ReLU(U x + c)}. With
 * {@code in} the level's input dimension.
 */
public sealed interface Residual {

  /** No hidden step, {@code z = x}: the classifier is linear, as in k-means IVF. */
  record None() implements Residual {}

  /** The paper's form with a full matrix. */
  final class Dense implements Residual {
    private final Vectors weight; // (in, in)
    private final float[] bias; // (in)

    /**
     * @param weight // (in, in)
     * @param bias // (in)
     */
    public Dense(Vectors weight, float[] bias) {
      if (weight.size() != weight.dim() || bias.length != weight.dim()) {
        throw new IllegalArgumentException(
            "a dense residual needs a square weight and a bias of its size, got (%d, %d) and (%d)"
                .formatted(weight.size(), weight.dim(), bias.length));
      }
      this.weight = weight;
      this.bias = bias.clone();
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

  /** {@code U = up down} of a small rank: a fraction of the dense form's cost. */
  final class LowRank implements Residual {
    private final Vectors down; // (rank, in)
    private final Vectors up; // (in, rank)
    private final float[] bias; // (in)

    /**
     * @param down // (rank, in)
     * @param up // (in, rank)
     * @param bias // (in)
     */
    public LowRank(Vectors down, Vectors up, float[] bias) {
      if (up.size() != down.dim() || up.dim() != down.size() || bias.length != down.dim()) {
        throw new IllegalArgumentException(
            "low-rank residual shapes do not fit: down (%d, %d), up (%d, %d), bias (%d)"
                .formatted(down.size(), down.dim(), up.size(), up.dim(), bias.length));
      }
      this.down = down;
      this.up = up;
      this.bias = bias.clone();
    }

    public Vectors down() {
      return down;
    }

    public Vectors up() {
      return up;
    }

    public float[] bias() {
      return bias.clone();
    }

    float[] biasInPlace() {
      return bias;
    }
  }
}
