package dev.ehi.core.vector;

/**
 * A small residual network on top of a frozen encoder: {@code u' = normalize(u + Up ReLU(Down u +
 * c))}. Immutable and safe for concurrent use.
 */
public final class Adapter {

  private final Vectors down; // (rank, dim)
  private final float[] bias; // (rank)
  private final Vectors up; // (dim, rank)

  /**
   * @param down // (rank, dim)
   * @param bias // (rank)
   * @param up // (dim, rank)
   * @throws IllegalArgumentException if the shapes do not fit together
   */
  public Adapter(Vectors down, float[] bias, Vectors up) {
    if (bias.length != down.size() || up.size() != down.dim() || up.dim() != down.size()) {
      throw new IllegalArgumentException(
          "adapter shapes do not fit: down (%d, %d), bias (%d), up (%d, %d)"
              .formatted(down.size(), down.dim(), bias.length, up.size(), up.dim()));
    }
    this.down = down;
    this.bias = bias.clone();
    this.up = up;
  }

  public int dim() {
    return down.dim();
  }

  public int rank() {
    return down.size();
  }

  public Vectors down() {
    return down;
  }

  public float[] bias() {
    return bias.clone();
  }

  public Vectors up() {
    return up;
  }

  /** Replaces {@code u} by its adapted form, of length 1. // (dim) */
  public void apply(float[] u) {
    DotProduct kernel = DotProduct.best();
    float[] hidden = new float[rank()];
    kernel.rows(down.segment(), 0, rank(), u, hidden);
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] = Math.max(0, hidden[i] + bias[i]);
    }
    float[] change = new float[dim()];
    kernel.rows(up.segment(), 0, dim(), hidden, change);
    for (int i = 0; i < u.length; i++) {
      u[i] += change[i];
    }
    Vectors.normalize(u);
  }
}
