package dev.ehi.train.config;

/**
 * AdamW with one learning rate for the embeddings (encoder or adapter) and one for the tree.
 *
 * @param encoderRate peak learning rate of encoder or adapter
 * @param indexRate peak learning rate of the tree
 * @param weightDecay decoupled weight decay of matrices; biases and norms have none
 * @param warmup share of all steps in which rates rise linearly from 0
 * @param decay form of the fall after the warm-up
 * @param floor share of the peak rate that the fall ends at
 * @param clip largest norm of all gradients together; 0 clips nothing
 */
public record OptimizerConfig(
    double encoderRate,
    double indexRate,
    double weightDecay,
    double warmup,
    Decay decay,
    double floor,
    double clip) {
  public OptimizerConfig {
    Checks.notNegative("encoder-rate", encoderRate);
    Checks.notNegative("index-rate", indexRate);
    Checks.notNegative("weight-decay", weightDecay);
    Checks.share("warmup", warmup);
    Checks.share("floor", floor);
    Checks.notNegative("clip", clip);
  }

  /** Form of the fall of the learning rates. */
  public enum Decay {
    CONSTANT,
    LINEAR,
    COSINE
  }

  /**
   * Factor on the peak rates at a step.
   *
   * @param step from 0
   * @param steps of the whole training
   */
  public double scale(long step, long steps) {
    long rising = Math.round(warmup * steps);
    if (step < rising) {
      return (step + 1.0) / rising;
    }
    double done = (step - rising) / (double) Math.max(1, steps - rising); // [0, 1)
    return switch (decay) {
      case CONSTANT -> 1;
      case LINEAR -> floor + (1 - floor) * (1 - done);
      case COSINE -> floor + (1 - floor) * (1 + Math.cos(Math.PI * done)) / 2;
    };
  }
}
