package dev.ehi.train.config;

/**
 * How the encoder is trained; without effect where it is frozen, except for the precision.
 *
 * @param precision of matrix products
 * @param dropout share of activations set to zero
 * @param wordEmbeddings whether the word embeddings move, often half of all parameters
 */
public record EncoderTraining(
    NumericPrecision precision, double dropout, WordEmbeddings wordEmbeddings) {
  public EncoderTraining {
    Checks.dropout(dropout);
  }

  /** Number format of matrix products. */
  public enum NumericPrecision {
    FP32,
    /** Weights and sums in float32, products in bfloat16. */
    BF16
  }

  /** What happens to the word embeddings. */
  public enum WordEmbeddings {
    TRAINED,
    FROZEN
  }
}
