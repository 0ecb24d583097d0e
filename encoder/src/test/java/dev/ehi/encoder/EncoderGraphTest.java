package dev.ehi.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.encoder.EncoderConfig.Activation;
import dev.ehi.encoder.EncoderConfig.ModelType;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EncoderGraphTest {
  @TempDir private Path temporary;

  static Stream<Arguments> architectures() {
    return Stream.of(ModelType.values())
        .flatMap(
            type -> Stream.of(Activation.values()).map(function -> Arguments.of(type, function)));
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void computesWhatThePapersWrite(ModelType type, Activation activation) throws Exception {
    EncoderConfig config = SmallModel.config(type, activation);
    ModelDirectory model = SmallModel.write(temporary.resolve("model"), config, 7);
    List<int[]> texts =
        List.of(
            new int[] {101, 2054, 2003, 1037, 102},
            new int[] {101, 102},
            new int[] {101, 30000, 2, 77, 9999, 12345, 6, 8, 102});
    ReferenceEncoder reference = new ReferenceEncoder(config, model.weights());
    try (OnnxModel onnx = OnnxModel.open(model)) {
      float[][] cls = onnx.embed(texts, Pooling.CLS);
      float[][] mean = onnx.embed(texts, Pooling.MEAN);
      for (int t = 0; t < texts.size(); t++) {
        double[][] expected = reference.encode(texts.get(t));
        for (int i = 0; i < config.hiddenSize(); i++) {
          double sum = 0;
          for (double[] token : expected) {
            sum += token[i];
          }
          assertThat((double) cls[t][i]).isCloseTo(expected[0][i], within(1e-4));
          assertThat((double) mean[t][i]).isCloseTo(sum / expected.length, within(1e-4));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithTheExportThatTheWeightsComeFrom(StartingModel start) throws Exception {
    ModelDirectory bundled = Models.open(start);
    Path target = temporary.resolve("rebuilt");
    ModelDirectoryWriter.write(
        target, bundled, bundled.weights(), bundled.textConfig(), VectorModel.none());
    try (OnnxEncoder original = bundled.encoder(2);
        OnnxEncoder rebuilt = ModelDirectory.open(target).encoder(2)) {
      Vectors expected = original.documents(Sentences.MIXED, Progress.none());
      Vectors actual = rebuilt.documents(Sentences.MIXED, Progress.none());
      for (int i = 0; i < expected.size(); i++) {
        float cosine = DotProduct.best().dot(expected.row(i), actual.row(i));
        assertThat(cosine).as(Sentences.MIXED.get(i)).isGreaterThan(0.99999f);
      }
    }
  }
}
