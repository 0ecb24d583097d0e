package dev.ehi.train.loss;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Cross-entropy of picking the positive among it and all negatives, those of the batch and hard
 * ones alike.
 *
 * <p>Formula: the mean over queries i of {@code -log(exp(s_i+ / t) / sum_j exp(s_ij / t))}, j over
 * the positive and the allowed negatives.
 *
 * <p>Reference: van den Oord et al., arXiv 1807.03748; for dense retrieval Karpukhin et al., arXiv
 * 2004.04906.
 *
 * @param temperature t, above 0; .02 to .1 is usual for cosines, 1 for log-probabilities
 */
public record InfoNce(double temperature) implements Contrast {

  public InfoNce {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("temperature must be above 0, got " + temperature);
    }
  }

  @Override
  public Tensor of(Tensor similarities, Targets targets) {
    Tensor logits =
        similarities
            .div(new Scalar(temperature))
            .masked_fill(targets.ignored(), new Scalar(Double.NEGATIVE_INFINITY));
    return torch.cross_entropy_loss(logits, targets.positive());
  }
}
