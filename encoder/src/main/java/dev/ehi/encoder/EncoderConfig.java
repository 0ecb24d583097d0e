package dev.ehi.encoder;

/**
 * Architecture of a BERT-family encoder: what HuggingFace's {@code config.json} says of it.
 *
 * @param modelType family, which decides the names of weights
 * @param vocabSize rows of the word embeddings
 * @param hiddenSize width of the encoder and dimension of its embeddings
 * @param layers number of transformer layers
 * @param heads attention heads; divides {@code hiddenSize}
 * @param intermediateSize width of the feed-forward layers
 * @param maxPositions longest input in tokens
 * @param typeVocabSize rows of the token type embeddings; 0 where the family has none
 * @param layerNormEps epsilon of layer normalisation
 * @param activation of the feed-forward layers
 */
public record EncoderConfig(
    ModelType modelType,
    int vocabSize,
    int hiddenSize,
    int layers,
    int heads,
    int intermediateSize,
    int maxPositions,
    int typeVocabSize,
    float layerNormEps,
    Activation activation) {

  /** Families of encoders. */
  public enum ModelType {
    BERT,
    DISTILBERT
  }

  /** Activation functions of the feed-forward layers. */
  public enum Activation {
    /** {@code x/2 (1 + erf(x / sqrt 2))}. */
    GELU,
    /** {@code x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))}. */
    GELU_TANH,
    /** {@code max(0, x)}. */
    RELU
  }

  public EncoderConfig {
    positive(vocabSize, "vocabSize");
    positive(hiddenSize, "hiddenSize");
    positive(layers, "layers");
    positive(heads, "heads");
    positive(intermediateSize, "intermediateSize");
    positive(maxPositions, "maxPositions");
    if (hiddenSize % heads != 0) {
      throw new IllegalArgumentException(
          "hiddenSize %d is no multiple of heads %d".formatted(hiddenSize, heads));
    }
    if ((typeVocabSize > 0) != (modelType == ModelType.BERT)) {
      throw new IllegalArgumentException(
          "typeVocabSize %d does not suit %s".formatted(typeVocabSize, modelType));
    }
    if (!(layerNormEps > 0)) {
      throw new IllegalArgumentException("layerNormEps must be positive, got " + layerNormEps);
    }
  }

  /** Width of one attention head. */
  public int headSize() {
    return hiddenSize / heads;
  }

  private static void positive(int value, String field) {
    if (value < 1) {
      throw new IllegalArgumentException(field + " must be positive, got " + value);
    }
  }
}
