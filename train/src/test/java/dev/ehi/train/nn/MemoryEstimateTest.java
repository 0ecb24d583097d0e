package dev.ehi.train.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.encoder.EncoderConfig;
import dev.ehi.encoder.EncoderConfig.Activation;
import dev.ehi.encoder.EncoderConfig.ModelType;
import dev.ehi.encoder.Pooling;
import dev.ehi.train.nn.EncoderOptions.WordEmbeddings;
import dev.ehi.train.nn.MemoryEstimate.BatchSize;
import org.junit.jupiter.api.Test;

class MemoryEstimateTest {

  private static final EncoderConfig MINILM =
      new EncoderConfig(ModelType.BERT, 30522, 384, 6, 12, 1536, 512, 2, 1e-12f, Activation.GELU);
  private static final long PARAMETERS = 22_565_376; // all-MiniLM-L6-v2 without its pooler

  @Test
  void countsParametersExactly() {
    MemoryEstimate estimate = estimate(Precision.FP32, 0, WordEmbeddings.TRAINED, 4096, 128);
    assertThat(estimate.weights()).isEqualTo(PARAMETERS * 4);
    assertThat(estimate.gradients()).isEqualTo(PARAMETERS * 4);
    assertThat(estimate.optimizerState()).isEqualTo(PARAMETERS * 8);
    MemoryEstimate frozen = estimate(Precision.FP32, 0, WordEmbeddings.FROZEN, 4096, 128);
    assertThat(frozen.weights()).isEqualTo(PARAMETERS * 4);
    assertThat(frozen.gradients()).isEqualTo((PARAMETERS - 30522 * 384) * 4);
  }

  @Test
  void activationsGrowWithTokensLengthDropoutAndPrecision() {
    long base = activations(Precision.BF16, 0, 4096, 128);
    assertThat(activations(Precision.BF16, 0, 8192, 128)).isEqualTo(2 * base);
    assertThat(activations(Precision.BF16, 0, 4096, 256)).isGreaterThan(base);
    assertThat(activations(Precision.BF16, .1, 4096, 128)).isGreaterThan(base);
    assertThat(activations(Precision.FP32, 0, 4096, 128)).isBetween(base * 3 / 2, base * 2);
  }

  @Test
  void summaryAddsUp() {
    MemoryEstimate estimate = estimate(Precision.BF16, 0, WordEmbeddings.TRAINED, 5000, 128);
    assertThat(estimate.summary()).startsWith("%,d MiB".formatted(estimate.total() >> 20));
  }

  @Test
  void refusesABatchShorterThanItsLongestText() {
    assertThatThrownBy(() -> new BatchSize(10, 11)).isInstanceOf(IllegalArgumentException.class);
  }

  private static long activations(Precision precision, double dropout, int tokens, int longest) {
    return estimate(precision, dropout, WordEmbeddings.TRAINED, tokens, longest).activations();
  }

  private static MemoryEstimate estimate(
      Precision precision, double dropout, WordEmbeddings words, int tokens, int longest) {
    EncoderOptions options = new EncoderOptions(Pooling.MEAN, precision, dropout, words);
    return MemoryEstimate.of(MINILM, options, new BatchSize(tokens, longest));
  }
}
