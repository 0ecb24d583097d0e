package dev.ehi.encoder;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * HuggingFace names of an encoder's weights. A name without suffix is a module: its tensors are
 * {@code name.weight} and {@code name.bias}.
 *
 * @param wordEmbeddings {@code (vocab, hidden)}, weight only
 * @param positionEmbeddings {@code (positions, hidden)}, weight only
 * @param tokenTypeEmbeddings {@code (types, hidden)}, weight only; BERT alone has them
 * @param embeddingsNorm layer normalisation of the embeddings' sum
 */
public record WeightNames(
    EncoderConfig.ModelType modelType,
    String wordEmbeddings,
    String positionEmbeddings,
    String tokenTypeEmbeddings,
    String embeddingsNorm) {

  /**
   * Modules of one transformer layer.
   *
   * @param query linear {@code (hidden, hidden)}
   * @param key linear {@code (hidden, hidden)}
   * @param value linear {@code (hidden, hidden)}
   * @param attentionOutput linear {@code (hidden, hidden)}
   * @param attentionNorm layer normalisation after attention
   * @param intermediate linear {@code (intermediate, hidden)}
   * @param output linear {@code (hidden, intermediate)}
   * @param outputNorm layer normalisation after the feed-forward part
   */
  public record Layer(
      String query,
      String key,
      String value,
      String attentionOutput,
      String attentionNorm,
      String intermediate,
      String output,
      String outputNorm) {}

  /** The names used by a family. */
  public static WeightNames of(EncoderConfig.ModelType modelType) {
    return new WeightNames(
        modelType,
        "embeddings.word_embeddings",
        "embeddings.position_embeddings",
        "embeddings.token_type_embeddings",
        "embeddings.LayerNorm");
  }

  /** Names of the transformer layer {@code index}, from 0. */
  public Layer layer(int index) {
    return switch (modelType) {
      case BERT -> {
        String layer = "encoder.layer." + index;
        yield new Layer(
            layer + ".attention.self.query",
            layer + ".attention.self.key",
            layer + ".attention.self.value",
            layer + ".attention.output.dense",
            layer + ".attention.output.LayerNorm",
            layer + ".intermediate.dense",
            layer + ".output.dense",
            layer + ".output.LayerNorm");
      }
      case DISTILBERT -> {
        String layer = "transformer.layer." + index;
        yield new Layer(
            layer + ".attention.q_lin",
            layer + ".attention.k_lin",
            layer + ".attention.v_lin",
            layer + ".attention.out_lin",
            layer + ".sa_layer_norm",
            layer + ".ffn.lin1",
            layer + ".ffn.lin2",
            layer + ".output_layer_norm");
      }
    };
  }

  /** Name and shape of every tensor of an encoder, in the order of computation. */
  public static SequencedMap<String, long[]> shapes(EncoderConfig config) {
    WeightNames names = of(config.modelType());
    int hidden = config.hiddenSize();
    int intermediate = config.intermediateSize();
    SequencedMap<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(names.wordEmbeddings + ".weight", new long[] {config.vocabSize(), hidden});
    shapes.put(names.positionEmbeddings + ".weight", new long[] {config.maxPositions(), hidden});
    if (config.typeVocabSize() > 0) {
      long[] shape = {config.typeVocabSize(), hidden};
      shapes.put(names.tokenTypeEmbeddings + ".weight", shape);
    }
    norm(shapes, names.embeddingsNorm, hidden);
    for (int i = 0; i < config.layers(); i++) {
      Layer layer = names.layer(i);
      linear(shapes, layer.query, hidden, hidden);
      linear(shapes, layer.key, hidden, hidden);
      linear(shapes, layer.value, hidden, hidden);
      linear(shapes, layer.attentionOutput, hidden, hidden);
      norm(shapes, layer.attentionNorm, hidden);
      linear(shapes, layer.intermediate, intermediate, hidden);
      linear(shapes, layer.output, hidden, intermediate);
      norm(shapes, layer.outputNorm, hidden);
    }
    return shapes;
  }

  private static void linear(Map<String, long[]> shapes, String module, int out, int in) {
    shapes.put(module + ".weight", new long[] {out, in});
    shapes.put(module + ".bias", new long[] {out});
  }

  private static void norm(Map<String, long[]> shapes, String module, int width) {
    shapes.put(module + ".weight", new long[] {width});
    shapes.put(module + ".bias", new long[] {width});
  }
}
