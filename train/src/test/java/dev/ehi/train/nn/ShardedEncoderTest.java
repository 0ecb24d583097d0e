package dev.ehi.train.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.testing.Randomized;
import dev.ehi.encoder.EncoderConfig;
import dev.ehi.encoder.Pooling;
import dev.ehi.train.nn.EncoderOptions.WordEmbeddings;
import dev.ehi.train.testing.Native;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@Native
class ShardedEncoderTest {
  private static final EncoderConfig CONFIG = TorchEncoderTest.SMALL;
  private static final float TOLERANCE = 1e-5f;

  private static TorchEncoder encoder(double dropout, Random random) {
    return TorchEncoder.of(
        CONFIG,
        TorchEncoderTest.weights(CONFIG, random),
        new EncoderOptions(Pooling.MEAN, Precision.FP32, dropout, WordEmbeddings.TRAINED));
  }

  @AfterEach
  void oneThread() {
    Torch.start(1);
  }

  @Randomized(times = 10)
  void givesTheVectorsAndGradientsOfOnePass(long seed) {
    Random random = new Random(seed);
    Torch.start(1 + random.nextInt(6), 1);
    List<int[]> texts = TorchEncoderTest.texts(1 + random.nextInt(12), CONFIG, random);
    try (TorchEncoder encoder = encoder(0, random);
        ShardedEncoder sharded = new ShardedEncoder(encoder)) {
      Tensor expected = encoder.encode(texts);
      expected.select(1, 0).sum().backward();
      Map<String, float[]> gradients = takeGradients(encoder);
      for (int pass = 0; pass < 2; pass++) {
        ShardedEncoder.Encoding encoding = sharded.encode(texts);
        encoding.vectors().select(1, 0).sum().backward();
        encoding.backward();
        assertThat(floats(encoding.vectors())).containsExactly(floats(expected), within(TOLERANCE));
        Map<String, float[]> actual = takeGradients(encoder);
        assertThat(actual.keySet()).isEqualTo(gradients.keySet());
        gradients.forEach(
            (name, values) ->
                assertThat(actual.get(name))
                    .as(name)
                    .containsExactly(values, within(TOLERANCE * 10)));
      }
      assertThat(floats(sharded.infer(texts))).containsExactly(floats(expected), within(TOLERANCE));
    }
  }

  @Test
  void repeatsItsGradientsBitForBit() {
    Torch.start(4, 1);
    Random random = new Random(1);
    List<int[]> texts = TorchEncoderTest.texts(9, CONFIG, random);
    try (TorchEncoder encoder = encoder(0, random);
        ShardedEncoder sharded = new ShardedEncoder(encoder)) {
      Map<String, float[]> first = gradients(encoder, sharded, texts);
      Map<String, float[]> second = gradients(encoder, sharded, texts);
      first.forEach((name, values) -> assertThat(second.get(name)).as(name).isEqualTo(values));
    }
  }

  @Test
  void dropoutRepeatsWithItsSeed() {
    Torch.start(3, 1);
    Random random = new Random(2);
    List<int[]> texts = TorchEncoderTest.texts(7, CONFIG, random);
    try (TorchEncoder encoder = encoder(.2, random);
        ShardedEncoder sharded = new ShardedEncoder(encoder)) {
      Torch.seed(1);
      float[] first = floats(sharded.encode(texts).vectors());
      Torch.seed(1);
      assertThat(floats(sharded.encode(texts).vectors())).isEqualTo(first);
      assertThat(floats(sharded.encode(texts).vectors())).isNotEqualTo(first);
    }
  }

  @Test
  void goesOnAfterAFailure() {
    Torch.start(2, 1);
    Random random = new Random(3);
    List<int[]> texts = TorchEncoderTest.texts(5, CONFIG, random);
    try (TorchEncoder encoder = encoder(0, random);
        ShardedEncoder sharded = new ShardedEncoder(encoder)) {
      assertThatThrownBy(() -> sharded.encode(List.of(new int[3], new int[41])))
          .hasMessage("text 1 has 41 tokens, the encoder takes 1 to 40");
      assertThatThrownBy(() -> sharded.encode(List.of(new int[] {1}, new int[] {30})))
          .hasMessageContaining("index out of range");
      assertThat(sharded.encode(texts).vectors().size(0)).isEqualTo(5);
    }
  }

  private static Map<String, float[]> gradients(
      TorchEncoder encoder, ShardedEncoder sharded, List<int[]> texts) {
    ShardedEncoder.Encoding encoding = sharded.encode(texts);
    encoding.vectors().select(1, 1).sum().backward();
    encoding.backward();
    return takeGradients(encoder);
  }

  private static Map<String, float[]> takeGradients(TorchEncoder encoder) {
    Map<String, float[]> gradients = new LinkedHashMap<>();
    encoder
        .parameters()
        .forEach(
            (name, parameter) -> {
              if (parameter.grad().defined()) {
                gradients.put(name, floats(parameter.grad()));
                parameter.mutable_grad().reset();
              }
            });
    return gradients;
  }

  private static float[] floats(Tensor tensor) {
    return Tensors.floats(tensor.detach().flatten());
  }
}
