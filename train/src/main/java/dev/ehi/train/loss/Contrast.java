package dev.ehi.train.loss;

import org.bytedeco.pytorch.Tensor;

/**
 * Turns the similarities of queries and documents into a loss that is low where positives score
 * above negatives.
 */
public sealed interface Contrast permits HingeTriplet, InfoNce {

  /**
   * The loss with its gradient.
   *
   * @param similarities // (n queries, m documents)
   * @return // ()
   */
  Tensor of(Tensor similarities, Targets targets);
}
