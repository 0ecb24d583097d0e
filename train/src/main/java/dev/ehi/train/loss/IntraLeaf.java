package dev.ehi.train.loss;

import dev.ehi.train.nn.TorchIndexer.GreedyPath;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Pushes documents apart that share a leaf though they are dissimilar; it spreads documents over
 * the leaves.
 *
 * <p>Formula: the mean of {@code cos(T_i, T_j)} over the pairs of documents i, j of the batch that
 * have the same greedy leaf and {@code cos(u_i, u_j) < tau}; 0 where there is no such pair. The
 * cosine, unlike the dot product, does not fall when both paths merely lose confidence.
 *
 * <p>Reference: L_intra-leaf of EHI (arXiv 2310.08891, section 3.5).
 *
 * <p>Inputs: documents' embeddings of length 1 // (m, dim), which only select pairs, and path
 * embeddings // (m, height * branching).
 *
 * @param tau cosine below which two documents count as dissimilar, in (-1, 1]
 */
public record IntraLeaf(double tau) implements Loss {

  public IntraLeaf {
    if (!(tau > -1 && tau <= 1)) {
      throw new IllegalArgumentException("tau must be in (-1, 1], got " + tau);
    }
  }

  @Override
  public String name() {
    return "intra-leaf";
  }

  @Override
  public Tensor of(Batch batch) {
    GreedyPath path = batch.documents().path();
    return of(batch.documents().embeddings(), path.embedding(), path.leaf());
  }

  /**
   * @param u // (m, dim)
   * @param paths // (m, height * branching)
   * @param leaves // (m), int64
   */
  Tensor of(Tensor u, Tensor paths, Tensor leaves) {
    Tensor detached = u.detach();
    Tensor dissimilar = detached.matmul(detached.t()).lt(new Scalar(tau));
    Tensor sameLeaf = leaves.unsqueeze(0).eq(leaves.unsqueeze(1));
    Tensor pairs = dissimilar.logical_and(sameLeaf).to(paths.scalar_type()).triu(1); // (m, m)
    Tensor norms = paths.norm(new ScalarOptional(new Scalar(2.0)), new long[] {1}, true);
    Tensor directions = paths.div(norms);
    Tensor cosines = directions.matmul(directions.t());
    return cosines.mul(pairs).sum().div(pairs.sum().clamp_min(new Scalar(1.0)));
  }
}
