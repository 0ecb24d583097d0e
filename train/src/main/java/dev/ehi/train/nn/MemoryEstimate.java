package dev.ehi.train.nn;

import dev.ehi.encoder.EncoderConfig;
import dev.ehi.encoder.WeightNames;
import java.util.Locale;

/**
 * What a training step takes of memory outside the Java heap, in bytes.
 *
 * @param weights of the encoder, float32
 * @param gradients of what is trained, float32, one for each shard
 * @param optimizerState the two moments of AdamW, float32
 * @param activations what the encoder keeps of a batch for the backward pass
 * @param runtime the native libraries and the allocator's reserve
 */
public record MemoryEstimate(
    long weights, long gradients, long optimizerState, long activations, long runtime) {

  /** libtorch's code and tables, measured after loading it. */
  private static final long LIBRARIES = 350L << 20;

  /** What glibc keeps in freed blocks of unfitting size, as a share of the activations. */
  private static final double FRAGMENTATION = .6;

  /**
   * The lengths of a batch that decide how much is kept.
   *
   * @param tokens in all texts of a batch together, queries and documents
   * @param longest tokens of the longest text
   */
  public record BatchSize(long tokens, int longest) {
    public BatchSize {
      if (tokens < longest || longest < 1) {
        throw new IllegalArgumentException(
            "a batch of %d tokens cannot hold a text of %d".formatted(tokens, longest));
      }
    }
  }

  /** For training an encoder; the tree and its losses are small beside it. */
  public static MemoryEstimate of(EncoderConfig config, EncoderOptions options, BatchSize batch) {
    long parameters = parameters(config);
    long trained = parameters;
    if (options.wordEmbeddings() == EncoderOptions.WordEmbeddings.FROZEN) {
      trained -= (long) config.vocabSize() * config.hiddenSize();
    }
    long activations = batch.tokens() * config.layers() * perToken(config, options, batch);
    return new MemoryEstimate(
        parameters * Float.BYTES,
        trained * Float.BYTES * ShardedEncoder.count(options),
        trained * 2 * Float.BYTES,
        activations,
        LIBRARIES + (long) (activations * FRAGMENTATION));
  }

  /** The sum of all parts. */
  public long total() {
    return weights + gradients + optimizerState + activations + runtime;
  }

  /** One line for people. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "%,d MiB (weights %,d, gradients %,d, optimiser %,d, activations %,d, libraries and reserve %,d)",
        total() >> 20,
        weights >> 20,
        gradients >> 20,
        optimizerState >> 20,
        activations >> 20,
        runtime >> 20);
  }

  private static long parameters(EncoderConfig config) {
    return WeightNames.shapes(config).values().stream()
        .mapToLong(shape -> shape.length == 1 ? shape[0] : shape[0] * shape[1])
        .sum();
  }

  /** Bytes that one layer keeps for one token. */
  private static long perToken(EncoderConfig config, EncoderOptions options, BatchSize batch) {
    long hidden = config.hiddenSize();
    long width = options.precision().bytes();
    long attention = width * config.heads() * batch.longest();
    long sums = 2L * Float.BYTES * hidden; // before both layer normalisations
    long linear = width * (6 * hidden + 2L * config.intermediateSize()); // inputs, q, k, v, gelu
    long kept = attention + sums + linear;
    if (options.dropout() > 0) {
      kept += attention / width * (width + 1) + 2 * hidden; // attention weights again, and masks
    }
    return kept;
  }
}
