package dev.ehi.train.nn;

import dev.ehi.encoder.Pooling;

/**
 * How a {@link TorchEncoder} computes and what of it is trained.
 *
 * @param dropout share of activations set to zero in training, on embeddings, attention weights and
 *     the outputs of both halves of a layer; 0 for none
 */
public record EncoderOptions(
    Pooling pooling, Precision precision, double dropout, WordEmbeddings wordEmbeddings) {

  /** Whether the word embeddings, often half of all parameters, are trained. */
  public enum WordEmbeddings {
    TRAINED,
    /** Kept as they are: less memory, and no update of rows that no text of the batch uses. */
    FROZEN
  }

  public EncoderOptions {
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout must be in [0, 1), got " + dropout);
    }
  }

  /** Trains everything, without dropout. */
  public static EncoderOptions of(Pooling pooling, Precision precision) {
    return new EncoderOptions(pooling, precision, 0, WordEmbeddings.TRAINED);
  }
}
