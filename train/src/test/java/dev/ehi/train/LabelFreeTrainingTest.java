package dev.ehi.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.vector.Vectors;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.encoder.VectorModel;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.metrics.DevScore;
import dev.ehi.train.testing.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Training without queries and judgements, on texts and on given vectors. */
class LabelFreeTrainingTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"index", "adapter"})
  void onFrozenVectorsATreeLearnsToFindWhatExactSearchFinds(String depth) throws Exception {
    Path output = folder.resolve("run");
    TrainConfig config = text(depth).with("index.start", "random").with("length.epochs", "5");
    TrainResult.Complete result = TinyRun.complete(config, TinyRun.documents(folder), output);

    DevScore start = result.start().orElseThrow();
    assertThat(start.queries()).isEqualTo(12); // .05 of 240 documents
    assertThat(start.exact()).isCloseTo(1, within(1e-9));
    assertThat(result.best().orElseThrow().overBudgets()).isGreaterThan(1.2 * start.overBudgets());
    assertThat(ModelDirectory.open(result.model()).tree()).isPresent();
    JsonNode run = TinyRun.events(output, "run").getFirst();
    assertThat(run.path("queries").asInt()).isEqualTo(2 * 228);
    assertThat(run.path("pairs").asInt()).isEqualTo(2 * 228);
  }

  @Test
  void anEncoderLearnsToFindTheRestOfADocument() throws Exception {
    Path output = folder.resolve("run");
    TrainInput.Texts input = TinyRun.documents(folder);
    TrainResult.Complete result = TinyRun.complete(text("full"), input, output);

    assertThat(result.start().orElseThrow().exact()).isLessThan(.9);
    assertThat(result.best().orElseThrow().exact())
        .isGreaterThan(1.2 * result.start().orElseThrow().exact());
    assertThat(TinyRun.events(output, "run").getFirst().path("pairs").asInt()).isEqualTo(2 * 228);
    JsonNode settled = TinyRun.events(output, "settled").getFirst().path("score");
    assertThat(settled.path("exact").asDouble())
        .as("the tree is settled on what exact search finds")
        .isCloseTo(1, within(1e-9));
    assertThat(
            TinyRun.events(output, "dev").stream()
                .mapToDouble(dev -> dev.path("score").path("exact").asDouble())
                .max())
        .as("the encoder is chosen by what its queries were taken from")
        .hasValue(result.best().orElseThrow().exact());
    assertThat(Trainer.documents(output).orElseThrow().ids()).hasSize(240);
  }

  @ParameterizedTest
  @ValueSource(strings = {"index", "adapter"})
  void vectorsOfDocumentsAreEnough(String depth) throws Exception {
    TrainResult.Complete result =
        TinyRun.complete(neighbours(depth), vectors(Optional.empty()), folder.resolve("run"));

    assertThat(result.start().orElseThrow().queries()).isEqualTo(15);
    assertThat(result.start().orElseThrow().exact()).isCloseTo(1, within(1e-9));
    assertThat(result.best().orElseThrow().overBudgets())
        .isGreaterThanOrEqualTo(result.start().orElseThrow().overBudgets());
    VectorModel model = VectorModel.read(result.model());
    assertThat(model.tree().orElseThrow().shape().leaves()).isEqualTo(4);
    assertThat(result.leaves().balance().documents()).isEqualTo(285);
  }

  @Test
  void givenQueriesAreAskedWhereThereAreSome() throws Exception {
    Path output = folder.resolve("run");
    IdentifiedVectors queries = clusters("q", 100, 9);
    TrainResult.Complete result =
        TinyRun.complete(neighbours("index"), vectors(Optional.of(queries)), output);
    assertThat(result.leaves().balance().documents()).isEqualTo(300);
    assertThat(TinyRun.events(output, "run").getFirst().path("queries").asInt()).isEqualTo(95);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text index", "text full", "neighbours index"})
  void afterAStopEveryNumberIsTheSame(String kind) throws Exception {
    String depth = kind.substring(kind.indexOf(' ') + 1);
    boolean texts = kind.startsWith("text");
    TrainConfig config = texts ? text(depth) : neighbours(depth);
    TrainInput input = texts ? TinyRun.documents(folder) : vectors(Optional.empty());
    Path whole = folder.resolve("whole");
    Path stopped = folder.resolve("stopped");
    TrainResult.Complete uninterrupted = TinyRun.complete(config, input, whole);

    assertThat(TinyRun.stopAfter(7, config, input, stopped)).isEqualTo(new TrainResult.Stopped(7));
    TrainResult.Complete continued = TinyRun.complete(config, input, stopped);

    assertThat(TinyRun.computed(stopped)).containsExactlyElementsOf(TinyRun.computed(whole));
    assertThat(continued.best()).isEqualTo(uninterrupted.best());
    assertThat(weights(stopped)).isEqualTo(weights(whole)).isNotEmpty();
  }

  @Test
  void judgementsAreNotRead() throws Exception {
    TrainInput.Texts judged = TinyRun.texts(folder);
    Files.writeString(folder.resolve("set/qrels/train.tsv"), "broken");
    TrainResult.Complete result = TinyRun.complete(text("index"), judged, folder.resolve("run"));
    assertThat(result.best()).isPresent();
  }

  @Test
  void whatDoesNotFitIsRefused() throws Exception {
    TrainInput.Texts documents = TinyRun.documents(folder);
    Path output = folder.resolve("run");
    assertThatThrownBy(() -> TinyRun.complete(TinyRun.config(), documents, output))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it has no judgements")
        .hasMessageContaining("--label-free");
    assertThatThrownBy(() -> TinyRun.complete(neighbours("index"), documents, output))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("set it to 'text'");
    assertThatThrownBy(() -> TinyRun.complete(text("index"), vectors(Optional.empty()), output))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'neighbours'");
  }

  private static TrainConfig text(String depth) {
    return TinyRun.config(
        "depth.type",
        depth,
        "supervision.type",
        "text",
        "supervision.neighbours",
        "5",
        "length.epochs",
        depth.equals("full") ? "3" : "1");
  }

  private static TrainConfig neighbours(String depth) {
    return TinyRun.config(
        "depth.type", depth, "supervision.type", "neighbours", "supervision.neighbours", "5");
  }

  private static TrainInput.UnjudgedVectors vectors(Optional<IdentifiedVectors> queries) {
    return new TrainInput.UnjudgedVectors("given", clusters("d", 300, 5), queries);
  }

  private static IdentifiedVectors clusters(String prefix, int size, long seed) {
    Random random = new Random(seed);
    int dim = 12;
    Vectors vectors = Vectors.allocate(size, dim);
    for (int i = 0; i < size; i++) {
      float[] row = new float[dim];
      for (int j = 0; j < dim; j++) {
        row[j] = (float) random.nextGaussian() + (i % dim == j ? 3 : 0);
      }
      vectors.set(i, row);
    }
    return new IdentifiedVectors(
        IntStream.range(0, size).mapToObj(i -> prefix + i).toList(), vectors);
  }

  /** The bytes of all tensors of a model, by file. */
  private static TreeMap<String, String> weights(Path output) throws IOException {
    Path model = output.resolve("model");
    TreeMap<String, String> weights = new TreeMap<>();
    try (Stream<Path> files = Files.walk(model)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
        weights.put(
            model.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return weights;
  }
}
