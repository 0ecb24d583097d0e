package dev.ehi.train.start;

import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.nn.StepScope;
import dev.ehi.train.nn.Tensors;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The directions in which vectors are longest: eigenvectors of {@code X^T X}, without centring, so
 * that projecting on them keeps dot products as well as can be.
 */
final class PrincipalAxes {
  private static final int SAMPLE = 1 << 16;

  private PrincipalAxes() {}

  /**
   * Computes the axes, longest first, each of length 1.
   *
   * @param vectors // (n, dim)
   * @param rank at most dim
   * @return // (rank, dim)
   */
  static Vectors of(Vectors vectors, int rank) {
    int stride = Math.max(1, vectors.size() / SAMPLE);
    int[] sample = IntStream.range(0, vectors.size()).filter(i -> i % stride == 0).toArray();
    try (StepScope scope = StepScope.open()) {
      Tensor x = Tensors.of(vectors.gather(sample)).to(torch.ScalarType.Double);
      Tensor ascending = torch.linalg_eigh(x.t().matmul(x)).get1(); // (dim, dim), in columns
      long first = vectors.dim() - rank;
      Tensor longest = ascending.narrow(1, first, rank).flip(1).t().contiguous();
      return Tensors.vectors(longest.to(torch.ScalarType.Float));
    }
  }

  /**
   * Projects vectors.
   *
   * @param vectors // (n, dim)
   * @param axes // (rank, dim)
   * @return // (n, rank)
   */
  static Vectors project(Vectors vectors, Vectors axes) {
    DotProduct kernel = DotProduct.best();
    Vectors projected = Vectors.allocate(vectors.size(), axes.size());
    IntStream.range(0, vectors.size())
        .parallel()
        .forEach(
            i -> {
              float[] row = new float[axes.size()];
              kernel.rows(axes.segment(), 0, axes.size(), vectors.row(i), row);
              projected.set(i, row);
            });
    return projected;
  }
}
