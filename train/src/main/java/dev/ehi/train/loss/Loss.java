package dev.ehi.train.loss;

import org.bytedeco.pytorch.Tensor;

/** One term of the training objective. */
public sealed interface Loss permits Siamese, PathIndexing, Collision, IntraLeaf, Balance {

  /** As it is called in logs and configurations. */
  String name();

  /** The loss with its gradient. // () */
  Tensor of(Batch batch);
}
