package dev.ehi.train.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.encoder.OnnxEncoder;
import dev.ehi.encoder.StartingModel;
import dev.ehi.encoder.Tokenizer;
import dev.ehi.train.testing.Native;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network that is trained and the ONNX file that is served compute the same embeddings. */
@Native
class OnnxParityTest {

  private static List<String> sentences() throws IOException {
    try (InputStream in = OnnxParityTest.class.getResourceAsStream("sentences.txt")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void embeddingsEqualThoseOfOnnxRuntime(@TempDir Path cache) throws IOException {
    ModelDirectory model = StartingModel.MINILM.open(cache);
    List<String> sentences = sentences();
    assertThat(sentences).hasSize(100);
    int maxTokens = model.textConfig().maxDocumentTokens();
    try (Tokenizer tokenizer = model.tokenizer();
        OnnxEncoder onnx = model.encoder(1)) {
      Vectors expected = onnx.documents(sentences, Progress.none());
      List<int[]> tokens = tokenizer.batch(sentences, maxTokens);
      assertThat(lowestCosine(expected, encode(model, tokens, Precision.FP32)))
          .isGreaterThan(.9999f);
      assertThat(lowestCosine(expected, encode(model, tokens, Precision.BF16)))
          .isBetween(.999f, .99999f);
    }
  }

  private static Vectors encode(ModelDirectory model, List<int[]> tokens, Precision precision)
      throws IOException {
    EncoderOptions options = EncoderOptions.of(model.textConfig().pooling(), precision);
    try (TorchEncoder encoder = TorchEncoder.of(model.encoderConfig(), model.weights(), options)) {
      return Tensors.vectors(encoder.infer(tokens));
    }
  }

  private static float lowestCosine(Vectors a, Vectors b) {
    float lowest = 1;
    for (int i = 0; i < a.size(); i++) {
      float cosine = 0;
      for (int j = 0; j < a.dim(); j++) {
        cosine += a.get(i, j) * b.get(i, j);
      }
      lowest = Math.min(lowest, cosine);
    }
    return lowest;
  }
}
