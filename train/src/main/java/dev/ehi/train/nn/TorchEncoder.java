package dev.ehi.train.nn;

import dev.ehi.encoder.EncoderConfig;
import dev.ehi.encoder.WeightNames;
import dev.ehi.encoder.WeightTensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The encoder E_theta of EHI as a trainable network: a transformer of the BERT family (BERT,
 * DistilBERT and what shares their architecture, such as MiniLM, BGE and E5), pooled and scaled to
 * length 1. One network serves queries and documents.
 */
public final class TorchEncoder implements Net {

  private final EncoderConfig config;
  private final EncoderOptions options;
  private final WeightNames names;
  private final Map<String, Tensor> weights; // all, by HuggingFace name
  private final Map<String, Tensor> trained;
  private final List<TransformerLayer> layers;

  private TorchEncoder(EncoderConfig config, EncoderOptions options, Map<String, Tensor> weights) {
    this.config = config;
    this.options = options;
    this.names = WeightNames.of(config.modelType());
    this.weights = weights;
    Map<String, Tensor> trainable = new LinkedHashMap<>(weights);
    if (options.wordEmbeddings() == EncoderOptions.WordEmbeddings.FROZEN) {
      Tensor frozen = trainable.remove(names.wordEmbeddings() + ".weight");
      Objects.requireNonNull(frozen).set_requires_grad(false);
    }
    this.trained = Collections.unmodifiableMap(trainable);
    this.layers =
        IntStream.range(0, config.layers())
            .mapToObj(i -> new TransformerLayer(config, weights, names.layer(i)))
            .toList();
  }

  /**
   * A copy of the given weights, ready to be trained.
   *
   * @param weights by plain HuggingFace name, linear weights {@code (out, in)}; those that the
   *     architecture does not use are ignored
   * @throws IllegalArgumentException if a weight is missing or has another shape than the
   *     architecture asks for
   */
  public static TorchEncoder of(
      EncoderConfig config, Map<String, WeightTensor> weights, EncoderOptions options) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    WeightNames.shapes(config)
        .forEach(
            (name, shape) -> {
              WeightTensor weight = weights.get(name);
              if (weight == null || !Arrays.equals(weight.shape(), shape)) {
                throw new IllegalArgumentException(
                    "the encoder needs the weight %s of shape %s, got %s"
                        .formatted(name, Arrays.toString(shape), weight));
              }
              tensors.put(name, Tensors.parameter(weight.data(), shape));
            });
    return new TorchEncoder(config, options, tensors);
  }

  EncoderOptions options() {
    return options;
  }

  public EncoderConfig config() {
    return config;
  }

  /** The trained weights; without the word embeddings where these are frozen. */
  @Override
  public Map<String, Tensor> parameters() {
    return trained;
  }

  /** A copy of all weights by HuggingFace name. */
  public Map<String, WeightTensor> weights() {
    Map<String, WeightTensor> copies = new LinkedHashMap<>();
    weights.forEach((name, tensor) -> copies.put(name, Tensors.weight(name, tensor)));
    return copies;
  }

  /**
   * Embeds texts for training: with gradients and dropout.
   *
   * @param texts token ids with special tokens, at least one and at most {@code maxPositions} each
   * @return unit vectors, float32 // (texts, hidden)
   */
  public Tensor encode(List<int[]> texts) {
    return encode(texts, options.dropout());
  }

  /** Embeds texts without gradients and dropout; otherwise as {@link #encode}. */
  public Tensor infer(List<int[]> texts) {
    try (NoGradGuard guard = new NoGradGuard()) {
      return encode(texts, 0);
    }
  }

  private Tensor encode(List<int[]> texts, double dropout) {
    requireEncodable(texts);
    TokenBatch batch = TokenBatch.of(texts);
    Tensor pooled;
    try (Precision.Autocast autocast = options.precision().autocast()) {
      Tensor x = embeddings(batch, dropout);
      @Nullable Tensor[] masks = masks(batch);
      for (TransformerLayer layer : layers) {
        Tensor input = x;
        x = StepScope.freeingIntermediates(() -> layer.forward(input, batch, masks, dropout));
      }
      pooled = pool(x.to(ScalarType.Float), batch);
    }
    return batch.unsort(Layers.normalize(pooled));
  }

  /** // (positions, hidden) */
  private Tensor embeddings(TokenBatch batch, double dropout) {
    Tensor x =
        torch
            .embedding(weight(names.wordEmbeddings()), batch.ids())
            .add(torch.embedding(weight(names.positionEmbeddings()), batch.positions()));
    if (config.typeVocabSize() > 0) {
      x = x.add(weight(names.tokenTypeEmbeddings()).select(0, 0));
    }
    Tensor bias = Objects.requireNonNull(weights.get(names.embeddingsNorm() + ".bias"));
    x = Layers.norm(x, weight(names.embeddingsNorm()), bias, config.layerNormEps());
    return Layers.dropout(x, dropout);
  }

  /** What is added to attention scores, by block; null where nothing is padded. */
  private @Nullable Tensor[] masks(TokenBatch batch) {
    return batch.blocks().stream()
        .map(block -> block.padded() ? mask(block) : null)
        .toArray(Tensor[]::new);
  }

  /** // (texts, 1, 1, length) */
  private Tensor mask(TokenBatch.Block block) {
    Scalar hidden = new Scalar(Double.NEGATIVE_INFINITY);
    return torch
        .zeros(block.texts(), 1, 1, block.length())
        .masked_fill(block.present().logical_not().view(block.texts(), 1, 1, -1), hidden)
        .to(options.precision().type());
  }

  /** One vector a text, in the order of the blocks. // (texts, hidden) */
  private Tensor pool(Tensor x, TokenBatch batch) {
    TensorVector blocks = batch.split(x);
    TensorVector pooled = new TensorVector();
    for (int i = 0; i < batch.blocks().size(); i++) {
      TokenBatch.Block block = batch.blocks().get(i);
      Tensor tokens = blocks.get(i).view(block.texts(), block.length(), config.hiddenSize());
      pooled.push_back(pool(tokens, block));
    }
    return torch.cat(pooled, 0);
  }

  private Tensor pool(Tensor tokens, TokenBatch.Block block) {
    return switch (options.pooling()) {
      case CLS -> tokens.select(1, 0);
      case MEAN -> {
        if (!block.padded()) {
          yield tokens.mean(1);
        }
        Tensor present = block.present().to(ScalarType.Float).unsqueeze(-1);
        yield tokens.mul(present).sum(1).div(present.sum(1));
      }
    };
  }

  void requireEncodable(List<int[]> texts) {
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("no texts to encode");
    }
    for (int i = 0; i < texts.size(); i++) {
      int length = texts.get(i).length;
      if (length == 0 || length > config.maxPositions()) {
        throw new IllegalArgumentException(
            "text %d has %d tokens, the encoder takes 1 to %d"
                .formatted(i, length, config.maxPositions()));
      }
    }
  }

  private Tensor weight(String module) {
    return Objects.requireNonNull(weights.get(module + ".weight"));
  }

  @Override
  public void close() {
    weights.values().forEach(Tensor::close);
  }
}
