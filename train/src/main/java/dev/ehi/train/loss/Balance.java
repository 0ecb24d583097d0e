package dev.ehi.train.loss;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Keeps the documents spread evenly over the leaves.
 *
 * <p>Formula: {@code sum_l m_l log(K m_l)} with m_l the mean over documents of p_l(d) and K leaves:
 * the divergence of m from uniform, 0 when balanced and log K when all fall into one leaf.
 *
 * <p>Reference: the marginal entropy of discriminative clustering (Krause et al., NeurIPS 2010).
 *
 * <p>Inputs: documents' leaf log-probabilities // (m, leaves); more documents than leaves are
 * needed for a good estimate.
 */
public record Balance() implements Loss {

  private static final double FLOOR = 1e-12;

  @Override
  public String name() {
    return "balance";
  }

  @Override
  public Tensor of(Batch batch) {
    return of(batch.documents().leafLogProbabilities());
  }

  Tensor of(Tensor logProbabilities) {
    Tensor mean = logProbabilities.exp().mean(0); // (leaves)
    Tensor relative = mean.mul(new Scalar((double) mean.size(0)));
    return mean.mul(relative.add(new Scalar(FLOOR)).log()).sum();
  }
}
