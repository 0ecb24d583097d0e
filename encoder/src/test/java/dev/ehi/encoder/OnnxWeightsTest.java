package dev.ehi.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.core.testing.Randomized;
import dev.ehi.encoder.EncoderConfig.Activation;
import dev.ehi.encoder.EncoderConfig.ModelType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxWeightsTest {
  @TempDir private Path temporary;

  @ParameterizedTest
  @EnumSource
  void bundledExportsGiveCompleteEncoders(StartingModel start) throws Exception {
    ModelDirectory model = Models.open(start);
    OnnxFile file = OnnxFile.read(model.onnx().orElseThrow());
    Map<String, WeightTensor> weights = OnnxWeights.read(file);
    EncoderConfig config = OnnxArchitecture.of(file, weights);

    int layers = start == StartingModel.MINILM ? 6 : 12;
    assertThat(config)
        .isEqualTo(
            new EncoderConfig(
                ModelType.BERT, 30522, 384, layers, 12, 1536, 512, 2, 1e-12f, Activation.GELU));
    assertThat(EncoderWeights.complete(file.path(), config, weights))
        .hasSize(5 + 16 * layers)
        .containsOnlyKeys(WeightNames.shapes(config).keySet());
  }

  @ParameterizedTest
  @EnumSource
  void readsBackOwnGraphs(ModelType type) throws Exception {
    EncoderConfig config = SmallModel.config(type, Activation.GELU);
    Map<String, WeightTensor> weights = SmallModel.weights(config, 3);
    Path path = temporary.resolve("model.onnx");
    EncoderGraph.of(config, weights).write(path);

    OnnxFile file = OnnxFile.read(path);
    Map<String, WeightTensor> read = OnnxWeights.read(file);

    assertThat(OnnxArchitecture.of(file, read)).isEqualTo(config);
    weights.forEach(
        (name, tensor) ->
            assertThat(tensor(read, name).floats()).as(name).isEqualTo(tensor.floats()));
  }

  @Test
  void namesAnonymousWeightsByNodeOrBias() throws Exception {
    OnnxGraph graph = new OnnxGraph();
    float[] values = {1, 2, 3, 4, 5, 6};
    WeightTensor folded = WeightTensor.of("onnx::MatMul_1", new long[] {2, 3}, values);
    String byNode =
        graph.node(
            "MatMul", "/bert/encoder/layer.0/output/dense/MatMul", "x", graph.weight(folded));
    String product =
        graph.node("MatMul", "MatMul_9", "x", graph.weight(folded.renamed("onnx::MatMul_2")));
    WeightTensor bias =
        WeightTensor.of("encoder.layer.1.output.dense.bias", new long[] {3}, new float[3]);
    graph.node("Add", "Add_10", graph.weight(bias), product);
    graph.node("Relu", "y", byNode);
    Path path = temporary.resolve("model.onnx");
    graph.write(path);

    Map<String, WeightTensor> read = OnnxWeights.read(OnnxFile.read(path));

    float[] transposed = {1, 4, 2, 5, 3, 6};
    assertThat(tensor(read, "bert.encoder.layer.0.output.dense.weight").floats())
        .containsExactly(transposed);
    assertThat(tensor(read, "encoder.layer.1.output.dense.weight").floats())
        .containsExactly(transposed);
    assertThat(EncoderWeights.plainName("bert.encoder.layer.0.output.dense.weight"))
        .isEqualTo("encoder.layer.0.output.dense.weight");
  }

  @Test
  void refusesQuantisedFiles() throws Exception {
    OnnxGraph graph = new OnnxGraph();
    graph.node("DynamicQuantizeLinear", "q", "x");
    Path path = temporary.resolve("model.onnx");
    graph.write(path);

    assertThatThrownBy(() -> OnnxWeights.read(OnnxFile.read(path)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("quantised (operator DynamicQuantizeLinear)");
  }

  @Test
  void refusesExternalData() throws Exception {
    ProtobufWriter location = new ProtobufWriter().string(1, "location").string(2, "model.data");
    ProtobufWriter tensor =
        new ProtobufWriter().varint(1, 4).varint(2, 1).string(8, "w").message(13, location);
    ProtobufWriter node = new ProtobufWriter().string(1, "w").string(2, "y").string(4, "Relu");
    ProtobufWriter graph = new ProtobufWriter().message(1, node).message(5, tensor);
    Path path = temporary.resolve("model.onnx");
    Files.write(path, new ProtobufWriter().varint(1, 8).message(7, graph).toBytes());

    assertThatThrownBy(() -> OnnxWeights.read(OnnxFile.read(path)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("'w' lies in another file");
  }

  @Test
  void namesWhatIsMissing() {
    EncoderConfig config = SmallModel.config(ModelType.BERT, Activation.GELU);
    Map<String, WeightTensor> weights = new LinkedHashMap<>(SmallModel.weights(config, 3));
    weights.remove("encoder.layer.1.output.dense.bias");

    assertThatThrownBy(() -> EncoderWeights.complete(temporary, config, weights))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("1 tensors are missing, such as encoder.layer.1.output.dense.bias");
  }

  @Randomized(times = 200)
  void damageIsFoundOrHarmless(long seed) throws Exception {
    byte[] bytes = smallFile();
    Random random = new Random(seed);
    if (random.nextBoolean()) {
      bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    } else {
      for (int i = 0; i < 5; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
    }
    Path path = Files.write(temporary.resolve("damaged.onnx"), bytes);
    try {
      OnnxFile file = OnnxFile.read(path);
      OnnxArchitecture.of(file, OnnxWeights.read(file));
    } catch (ModelException e) {
      assertThat(e).hasMessageContaining(path.toString());
    }
  }

  @Test
  void refusesGarbage() throws IOException {
    Path text = Files.writeString(temporary.resolve("a.onnx"), "this is no model at all");
    Path empty = Files.write(temporary.resolve("b.onnx"), new byte[0]);

    assertThatThrownBy(() -> OnnxFile.read(text)).isInstanceOf(ModelException.class);
    assertThatThrownBy(() -> OnnxFile.read(empty)).isInstanceOf(ModelException.class);
  }

  private static byte[] smallFile() {
    EncoderConfig config =
        new EncoderConfig(ModelType.BERT, 5, 4, 1, 2, 3, 6, 2, 1e-6f, Activation.GELU);
    OnnxGraph graph = EncoderGraph.of(config, SmallModel.weights(config, 1));
    return MemorySegment.ofBuffer(graph.toBuffer()).toArray(ValueLayout.JAVA_BYTE);
  }

  private static WeightTensor tensor(Map<String, WeightTensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }
}
