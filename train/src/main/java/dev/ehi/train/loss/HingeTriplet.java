package dev.ehi.train.loss;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Triplet loss with a margin: a positive is to be more similar than each negative by the margin.
 *
 * <p>Formula: the mean over all pairs of a query i and a negative j of {@code max(0, margin + s_ij
 * - s_i+)}; 0 where there is no negative.
 *
 * <p>Reference: the contrast of EHI's siamese and indexing losses (arXiv 2310.08891, section 3.5).
 *
 * @param margin in units of similarity, above 0
 */
public record HingeTriplet(double margin) implements Contrast {

  public HingeTriplet {
    if (!(margin > 0)) {
      throw new IllegalArgumentException("margin must be above 0, got " + margin);
    }
  }

  @Override
  public Tensor of(Tensor similarities, Targets targets) {
    Tensor positive = similarities.gather(1, targets.positive().unsqueeze(1)); // (n, 1)
    Tensor violations = torch.relu(similarities.sub(positive).add(new Scalar(margin)));
    Tensor negative = targets.negative().to(similarities.scalar_type());
    Tensor triplets = negative.sum().clamp_min(new Scalar(1.0));
    return violations.mul(negative).sum().div(triplets);
  }
}
