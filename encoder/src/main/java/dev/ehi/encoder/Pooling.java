package dev.ehi.encoder;

/** How the token embeddings of a text become its one embedding. */
public enum Pooling {
  /** Their mean, padding left out. */
  MEAN,
  /** The embedding of the first token, {@code [CLS]}. */
  CLS
}
