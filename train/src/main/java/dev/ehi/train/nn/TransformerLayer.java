package dev.ehi.train.nn;

import dev.ehi.encoder.EncoderConfig;
import dev.ehi.encoder.WeightNames;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** One post-norm layer of BERT: self-attention, then the feed-forward half. */
final class TransformerLayer {

  private final EncoderConfig config;
  private final Map<String, Tensor> weights;
  private final WeightNames.Layer names;

  TransformerLayer(EncoderConfig config, Map<String, Tensor> weights, WeightNames.Layer names) {
    this.config = config;
    this.weights = weights;
    this.names = names;
  }

  /**
   * The layer's output for all positions.
   *
   * @param x // (positions, hidden)
   * @param masks by block: 0 where a key is a token, -inf where it is padding // (texts, 1, 1,
   *     length); null where no text of the block is padded
   * @return // (positions, hidden)
   */
  Tensor forward(Tensor x, TokenBatch batch, @Nullable Tensor[] masks, double dropout) {
    Tensor attended = StepScope.freeingIntermediates(() -> attentionHalf(x, batch, masks, dropout));
    return StepScope.freeingIntermediates(() -> feedForwardHalf(attended, dropout));
  }

  private Tensor attentionHalf(
      Tensor x, TokenBatch batch, @Nullable Tensor[] masks, double dropout) {
    Tensor attended = linear(attention(x, batch, masks, dropout), names.attentionOutput());
    return norm(x.add(Layers.dropout(attended, dropout)), names.attentionNorm());
  }

  private Tensor feedForwardHalf(Tensor x, double dropout) {
    Tensor inner = Layers.activation(linear(x, names.intermediate()), config.activation());
    Tensor outer = linear(inner, names.output());
    return norm(x.add(Layers.dropout(outer, dropout)), names.outputNorm());
  }

  /** // (positions, hidden) */
  private Tensor attention(Tensor x, TokenBatch batch, @Nullable Tensor[] masks, double dropout) {
    TensorVector blocks = batch.split(queryKeyValue(x));
    TensorVector contexts = new TensorVector();
    for (int i = 0; i < masks.length; i++) {
      TokenBatch.Block block = batch.blocks().get(i);
      Tensor queryKeyValue = blocks.get(i);
      Tensor mask = masks[i];
      contexts.push_back(
          StepScope.freeingIntermediates(() -> attention(queryKeyValue, block, mask, dropout)));
    }
    return masks.length == 1 ? contexts.get(0) : torch.cat(contexts, 0);
  }

  /** Attention within the texts of one block. // (texts * length, 3 hidden) */
  private Tensor attention(
      Tensor queryKeyValue, TokenBatch.Block block, @Nullable Tensor mask, double dropout) {
    long texts = block.texts();
    long length = block.length();
    long heads = config.heads();
    TensorVector parts = // each (texts, heads, length, headSize)
        queryKeyValue
            .view(texts, length, 3, heads, config.headSize())
            .permute(2, 0, 3, 1, 4)
            .contiguous()
            .unbind(0);
    Tensor scores = parts.get(0).matmul(parts.get(1).transpose(-2, -1));
    if (mask != null) {
      scores = scores.add(mask);
    }
    Tensor attention = Layers.dropout(torch.softmax(scores, -1), dropout);
    return attention
        .matmul(parts.get(2))
        .transpose(1, 2)
        .reshape(texts * length, config.hiddenSize());
  }

  /**
   * The three projections as one product, the attention's scale folded into the query's. //
   * (positions, 3 hidden)
   */
  private Tensor queryKeyValue(Tensor x) {
    Scalar scale = new Scalar(1 / Math.sqrt(config.headSize()));
    TensorVector matrices = new TensorVector();
    matrices.push_back(weight(names.query()).mul(scale));
    matrices.push_back(weight(names.key()));
    matrices.push_back(weight(names.value()));
    TensorVector biases = new TensorVector();
    biases.push_back(bias(names.query()).mul(scale));
    biases.push_back(bias(names.key()));
    biases.push_back(bias(names.value()));
    return torch.linear(x, torch.cat(matrices, 0), new TensorOptional(torch.cat(biases, 0)));
  }

  private Tensor linear(Tensor x, String module) {
    return torch.linear(x, weight(module), new TensorOptional(bias(module)));
  }

  private Tensor norm(Tensor x, String module) {
    return Layers.norm(x, weight(module), bias(module), config.layerNormEps());
  }

  private Tensor weight(String module) {
    return Objects.requireNonNull(weights.get(module + ".weight"));
  }

  private Tensor bias(String module) {
    return Objects.requireNonNull(weights.get(module + ".bias"));
  }
}
