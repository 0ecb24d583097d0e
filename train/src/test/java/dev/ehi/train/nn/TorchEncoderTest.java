package dev.ehi.train.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.vector.Vectors;
import dev.ehi.encoder.EncoderConfig;
import dev.ehi.encoder.EncoderConfig.Activation;
import dev.ehi.encoder.EncoderConfig.ModelType;
import dev.ehi.encoder.Pooling;
import dev.ehi.encoder.WeightNames;
import dev.ehi.encoder.WeightTensor;
import dev.ehi.train.nn.EncoderOptions.WordEmbeddings;
import dev.ehi.train.testing.Native;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

@Native
class TorchEncoderTest {

  static final EncoderConfig SMALL =
      new EncoderConfig(ModelType.BERT, 30, 12, 2, 3, 20, 40, 2, 1e-6f, Activation.GELU);

  static Map<String, WeightTensor> weights(EncoderConfig config, Random random) {
    Map<String, WeightTensor> weights = new LinkedHashMap<>();
    WeightNames.shapes(config)
        .forEach(
            (name, shape) -> {
              int size = (int) (shape[0] * (shape.length > 1 ? shape[1] : 1));
              float[] values = RandomTrees.floats(size, random);
              for (int i = 0; i < size; i++) {
                values[i] *= .4f;
              }
              weights.put(name, WeightTensor.of(name, shape, values));
            });
    return weights;
  }

  private static <T> T pick(T[] values, Random random) {
    return values[random.nextInt(values.length)];
  }

  static List<int[]> texts(int count, EncoderConfig config, Random random) {
    return IntStream.range(0, count)
        .mapToObj(i -> random.ints(1 + random.nextInt(40), 0, config.vocabSize()).toArray())
        .toList();
  }

  @Randomized(times = 12)
  void computesWhatAPlainLoopDoes(long seed) {
    Random random = new Random(seed);
    ModelType type = pick(ModelType.values(), random);
    Activation activation = pick(Activation.values(), random);
    EncoderConfig config =
        new EncoderConfig(
            type, 30, 12, 2, 3, 20, 40, type == ModelType.BERT ? 2 : 0, 1e-6f, activation);
    Pooling pooling = pick(Pooling.values(), random);
    Map<String, WeightTensor> weights = weights(config, random);
    ReferenceEncoder reference = new ReferenceEncoder(config, weights);
    List<int[]> texts = texts(1 + random.nextInt(9), config, random);
    try (TorchEncoder encoder =
        TorchEncoder.of(config, weights, EncoderOptions.of(pooling, Precision.FP32))) {
      Vectors encoded = Tensors.vectors(encoder.encode(texts));
      for (int i = 0; i < texts.size(); i++) {
        double[] expected = reference.encode(texts.get(i), pooling);
        for (int j = 0; j < expected.length; j++) {
          assertThat((double) encoded.get(i, j)).isCloseTo(expected[j], within(1e-5));
        }
      }
    }
  }

  @Test
  void bfloat16IsCloseAndFloat32InAndOut() {
    Random random = new Random(2);
    Map<String, WeightTensor> weights = weights(SMALL, random);
    List<int[]> texts = texts(20, SMALL, random);
    try (TorchEncoder exact =
            TorchEncoder.of(SMALL, weights, EncoderOptions.of(Pooling.MEAN, Precision.FP32));
        TorchEncoder fast =
            TorchEncoder.of(SMALL, weights, EncoderOptions.of(Pooling.MEAN, Precision.BF16))) {
      Tensor a = exact.encode(texts);
      Tensor b = fast.encode(texts);
      assertThat(b.scalar_type().intern()).isEqualTo(ScalarType.Float);
      assertThat(a.mul(b).sum(1).min().item_double()).isBetween(.999, .9999999);
      b.sum().backward();
      fast.parameters()
          .forEach(
              (n, p) -> assertThat(p.grad().scalar_type().intern()).isEqualTo(ScalarType.Float));
    }
  }

  @Test
  void dropsOutInTrainingOnly() {
    Random random = new Random(3);
    EncoderOptions options =
        new EncoderOptions(Pooling.MEAN, Precision.FP32, .3, WordEmbeddings.TRAINED);
    List<int[]> texts = texts(5, SMALL, random);
    try (TorchEncoder encoder = TorchEncoder.of(SMALL, weights(SMALL, random), options)) {
      assertThat(encoder.encode(texts).equal(encoder.encode(texts))).isFalse();
      assertThat(encoder.infer(texts).equal(encoder.infer(texts))).isTrue();
      assertThat(encoder.infer(texts).requires_grad()).isFalse();
      Torch.seed(9);
      Tensor once = encoder.encode(texts);
      Torch.seed(9);
      assertThat(encoder.encode(texts).equal(once)).isTrue();
    }
  }

  @Test
  void frozenWordEmbeddingsAreNotTrainedButWritten() {
    Random random = new Random(4);
    Map<String, WeightTensor> weights = weights(SMALL, random);
    EncoderOptions options =
        new EncoderOptions(Pooling.CLS, Precision.FP32, 0, WordEmbeddings.FROZEN);
    try (TorchEncoder encoder = TorchEncoder.of(SMALL, weights, options)) {
      assertThat(encoder.parameters()).hasSize(weights.size() - 1);
      encoder.encode(texts(3, SMALL, random)).sum().backward();
      Map<String, WeightTensor> written = encoder.weights();
      assertThat(written.keySet()).isEqualTo(weights.keySet());
      written.forEach(
          (name, tensor) -> {
            WeightTensor given = Objects.requireNonNull(weights.get(name));
            assertThat(tensor.shape()).isEqualTo(given.shape());
            assertThat(tensor.floats()).isEqualTo(given.floats());
          });
    }
  }

  @Test
  void bulkEncodingKeepsTheOrder() throws InterruptedException {
    Random random = new Random(5);
    List<int[]> texts = texts(33, SMALL, random);
    try (TorchEncoder encoder =
            TorchEncoder.of(
                SMALL, weights(SMALL, random), EncoderOptions.of(Pooling.MEAN, Precision.FP32));
        ShardedEncoder sharded = new ShardedEncoder(encoder)) {
      Vectors bulk = new BulkEncoder(sharded, 100).encode(texts, "documents", Progress.none());
      Vectors once = Tensors.vectors(encoder.infer(texts));
      assertThat(bulk.toArray()).containsExactly(once.toArray(), within(1e-5f));
    }
  }

  @Test
  void namesTheTextThatIsTooLong() {
    try (TorchEncoder encoder =
        TorchEncoder.of(
            SMALL,
            weights(SMALL, new Random(6)),
            EncoderOptions.of(Pooling.MEAN, Precision.FP32))) {
      assertThatThrownBy(() -> encoder.encode(List.of(new int[3], new int[41])))
          .hasMessage("text 1 has 41 tokens, the encoder takes 1 to 40");
      assertThatThrownBy(() -> encoder.encode(List.of())).hasMessage("no texts to encode");
    }
  }

  @Test
  void namesTheWeightThatIsMissing() {
    Map<String, WeightTensor> weights = weights(SMALL, new Random(7));
    weights.remove("encoder.layer.1.output.dense.bias");
    assertThatThrownBy(
            () -> TorchEncoder.of(SMALL, weights, EncoderOptions.of(Pooling.MEAN, Precision.FP32)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("encoder.layer.1.output.dense.bias");
  }
}
