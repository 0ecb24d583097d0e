package dev.ehi.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Conditioning;
import dev.ehi.core.tree.LeafLinks;
import dev.ehi.core.tree.LeafSketches;
import dev.ehi.core.tree.Level;
import dev.ehi.core.tree.Residual;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Adapter;
import dev.ehi.core.vector.Vectors;
import dev.ehi.encoder.EncoderConfig.Activation;
import dev.ehi.encoder.EncoderConfig.ModelType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDirectoryTest {
  private static final int DIM = 24;
  private static final TextConfig TEXT = new TextConfig(Pooling.CLS, "q: ", "d: ", 8, 16);

  @TempDir private Path temporary;

  @Test
  void readsBackWhatWasWritten() throws Exception {
    ModelDirectory source = SmallModel.bert(temporary.resolve("source"), 1);
    Map<String, WeightTensor> trained = SmallModel.weights(source.encoderConfig(), 2);
    Tree tree = tree(Conditioning.ONE_HOT, new Random(3));
    Adapter adapter = adapter(new Random(4));
    Map<String, Object> training = Map.of("seed", 17, "loss", Map.of("kind", "hinge"));
    Path target = temporary.resolve("deep/er/model");

    ModelDirectoryWriter.write(
        target,
        source,
        trained,
        TEXT,
        new VectorModel(Optional.of(tree), Optional.of(adapter), training));

    ModelDirectory model = ModelDirectory.open(target);
    assertThat(model.encoderConfig()).isEqualTo(source.encoderConfig());
    assertThat(model.textConfig()).isEqualTo(TEXT);
    assertThat(model.training()).isEqualTo(training);
    assertThat(model.tree().orElseThrow().id()).isEqualTo(tree.id());
    float[] expected = unit(new Random(5));
    float[] actual = expected.clone();
    adapter.apply(expected);
    model.adapter().orElseThrow().apply(actual);
    assertThat(actual).isEqualTo(expected);
    assertSame(model.weights(), trained);
    try (Stream<Path> files = Files.list(temporary.resolve("deep/er"))) {
      assertThat(files).containsExactly(target);
    }
  }

  /** Of two leaves, all bits in use. */
  private static LeafSketches sketches(Random random) {
    int words = Math.ceilDiv(DIM, Long.SIZE);
    long[] bits = random.longs(2L * words).toArray();
    for (int leaf = 1; leaf <= 2; leaf++) {
      bits[leaf * words - 1] >>>= words * Long.SIZE - DIM;
    }
    return LeafSketches.of(unit(random), bits, new float[] {1.5f, -0f});
  }

  @Test
  void everyKindOfTreeSurvives() throws Exception {
    ModelDirectory source = SmallModel.bert(temporary.resolve("source"), 1);
    Path target = temporary.resolve("model");
    for (Tree tree :
        List.of(
            Tree.single(DIM),
            tree(Conditioning.ONE_HOT, new Random(1)),
            tree(Conditioning.PER_PARENT, new Random(2)),
            Tree.single(DIM).withQueries(Tree.ofCentroids(Vectors.of(unit(new Random(3)), DIM), 1)),
            tree(Conditioning.ONE_HOT, new Random(1))
                .withQueries(tree(Conditioning.ONE_HOT, new Random(4))),
            Tree.ofCentroids(Vectors.of(unit(new Random(3)), DIM).gather(new int[] {0, 0}), 1)
                .withLinks(LeafLinks.of(2, new int[] {1, -1, -1, -1})),
            Tree.ofCentroids(Vectors.of(unit(new Random(3)), DIM).gather(new int[] {0, 0}), 1)
                .withLinks(
                    LeafLinks.of(1, new int[] {1, 0}).withSketches(sketches(new Random(7)))))) {
      write(target, source, tree);

      Tree read = ModelDirectory.open(target).tree().orElseThrow();
      assertThat(read.id()).isEqualTo(tree.id());
      float[] u = unit(new Random(6));
      assertThat(read.documentRouter().leaf(u)).isEqualTo(tree.documentRouter().leaf(u));
    }
  }

  @Test
  void trainedWeightsReachTheOnnxFile() throws Exception {
    ModelDirectory source = SmallModel.bert(temporary.resolve("source"), 1);
    Map<String, WeightTensor> trained = SmallModel.weights(source.encoderConfig(), 2);
    Path written = temporary.resolve("model");
    ModelDirectoryWriter.write(written, source, trained, TEXT, VectorModel.none());
    Path onnxOnly = temporary.resolve("onnx-only");
    Files.createDirectory(onnxOnly);
    Files.copy(written.resolve("tokenizer.json"), onnxOnly.resolve("tokenizer.json"));
    Files.copy(written.resolve("onnx/model.onnx"), onnxOnly.resolve("some-name.onnx"));

    ModelDirectory pair = ModelDirectory.open(onnxOnly);

    assertThat(pair.encoderConfig()).isEqualTo(source.encoderConfig());
    assertSame(pair.weights(), trained);
  }

  @Test
  void encodesWithoutOnnxFileAsWithIt() throws Exception {
    ModelDirectory source =
        SmallModel.write(
            temporary.resolve("source"),
            SmallModel.config(ModelType.DISTILBERT, Activation.GELU_TANH),
            1);
    Path target = temporary.resolve("model");
    ModelDirectoryWriter.write(
        target, source, source.weights(), source.textConfig(), VectorModel.none());
    assertThat(source.onnx()).isEmpty();
    try (OnnxEncoder fromWeights = source.encoder(1);
        OnnxEncoder fromFile = ModelDirectory.open(target).encoder(1)) {
      Vectors expected = fromWeights.documents(Sentences.MIXED, Progress.none());
      Vectors actual = fromFile.documents(Sentences.MIXED, Progress.none());
      assertThat(actual.toArray()).containsExactly(expected.toArray(), within(1e-6f));
    }
  }

  @Test
  void rewritesItself() throws Exception {
    Path target = temporary.resolve("model");
    write(target, SmallModel.bert(temporary.resolve("source"), 1), Tree.single(DIM));
    ModelDirectory before = ModelDirectory.open(target);

    write(target, before, tree(Conditioning.PER_PARENT, new Random(8)));

    ModelDirectory after = ModelDirectory.open(target);
    assertThat(after.tree().orElseThrow().shape().height()).isEqualTo(3);
    assertThat(after.weights().keySet()).isEqualTo(before.weights().keySet());
    assertThat(temporary).isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void leavesOtherDirectoriesAlone() throws Exception {
    ModelDirectory source = SmallModel.bert(temporary.resolve("source"), 1);
    Path precious = Files.createDirectory(temporary.resolve("precious"));
    Files.writeString(precious.resolve("thesis.txt"), "unsaved elsewhere");

    assertThatThrownBy(() -> write(precious, source, Tree.single(DIM)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no model directory");
    assertThat(precious.resolve("thesis.txt")).exists();
  }

  @Test
  void refusesWeightsOfAnotherArchitecture() throws Exception {
    ModelDirectory source = SmallModel.bert(temporary.resolve("source"), 1);
    EncoderConfig other = SmallModel.config(ModelType.DISTILBERT, Activation.GELU);
    Path target = temporary.resolve("model");

    assertThatThrownBy(
            () ->
                ModelDirectoryWriter.write(
                    target, source, SmallModel.weights(other, 1), TEXT, VectorModel.none()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("tensors are missing");
    assertThat(target).doesNotExist();
  }

  @Test
  void refusesATreeThatIsNotTheOneNamed() throws Exception {
    ModelDirectory source = SmallModel.bert(temporary.resolve("source"), 1);
    Path one = temporary.resolve("one");
    Path two = temporary.resolve("two");
    write(one, source, tree(Conditioning.ONE_HOT, new Random(1)));
    write(two, source, tree(Conditioning.ONE_HOT, new Random(2)));
    Path file = two.resolve("ehi/tree.safetensors");
    Files.delete(file);
    Files.copy(one.resolve("ehi/tree.safetensors"), file);

    assertThatThrownBy(() -> ModelDirectory.open(two))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("do not belong together");
  }

  @Test
  void refusesDamagedSketches() throws Exception {
    ModelDirectory source = SmallModel.bert(temporary.resolve("source"), 1);
    Path target = temporary.resolve("model");
    LeafLinks links = LeafLinks.of(1, new int[] {1, 0}).withSketches(sketches(new Random(7)));
    write(
        target,
        source,
        Tree.ofCentroids(Vectors.of(unit(new Random(3)), DIM).gather(new int[] {0, 0}), 1)
            .withLinks(links));
    Path file = target.resolve("ehi/tree.safetensors");
    Map<String, WeightTensor> whole = Map.copyOf(SafeTensors.read(file));
    for (String name : List.of("sketches.centre", "sketches.bits", "sketches.factors")) {
      Map<String, WeightTensor> less = new HashMap<>(whole);
      less.remove(name);
      SafeTensors.write(file, List.copyOf(less.values()), SafeTensors.metadata(file));
      assertFails(target, "tensor '" + name + "' is missing");
    }
    for (long[] shape : new long[][] {{2, 3}, {1, 4}, {2, 8}}) {
      Map<String, WeightTensor> other = new HashMap<>(whole);
      float[] values = new float[(int) (shape[0] * shape[1])];
      other.put("sketches.bits", WeightTensor.of("sketches.bits", shape, values));
      SafeTensors.write(file, List.copyOf(other.values()), SafeTensors.metadata(file));
      assertFails(target, "no valid tree: ");
    }
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    Path directory = temporary.resolve("model");
    assertThatThrownBy(() -> ModelDirectory.open(directory))
        .hasMessageContaining("no such model directory");
    SmallModel.bert(directory, 1);

    Path weights = directory.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    Files.delete(weights);
    assertFails(directory, "no weights: put model.safetensors or onnx/model.onnx there");
    Files.write(weights, bytes);
    Files.delete(directory.resolve("config.json"));
    assertFails(directory, "config.json is missing");
    Files.delete(directory.resolve("tokenizer.json"));
    assertFails(directory, "tokenizer.json is missing");
  }

  @Test
  void resolvesNamesAndPaths() throws Exception {
    Path cache = Models.CACHE;
    ModelDirectory small = SmallModel.bert(temporary.resolve("small"), 1);

    assertThat(ModelSource.resolve("minilm", cache).encoderConfig().layers()).isEqualTo(6);
    assertThat(ModelSource.resolve(small.path().toString(), cache).encoderConfig())
        .isEqualTo(small.encoderConfig());
    assertThatThrownBy(() -> ModelSource.resolve("mini-lm", cache))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("none of minilm, bge-small, e5-small");
  }

  private static void assertFails(Path directory, String message) {
    assertThatThrownBy(() -> ModelDirectory.open(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }

  private static void write(Path target, ModelDirectory source, Tree tree) throws IOException {
    ModelDirectoryWriter.write(
        target,
        source,
        source.weights(),
        TEXT,
        new VectorModel(Optional.of(tree), Optional.empty(), Map.of()));
  }

  /** Three levels, one with each kind of residual. */
  private static Tree tree(Conditioning conditioning, Random random) {
    int branching = 3;
    TreeShape shape = new TreeShape(DIM, branching, 3);
    List<Level> levels =
        Stream.of(1, 2, 3)
            .map(
                h -> {
                  boolean oneHot = conditioning == Conditioning.ONE_HOT;
                  int in = DIM + (oneHot ? (h - 1) * branching : 0);
                  int rows = branching * (oneHot ? 1 : (int) Math.pow(branching, h - 1));
                  Residual residual =
                      switch (h) {
                        case 1 -> new Residual.None();
                        case 2 -> new Residual.Dense(random(in, in, random), row(in, random));
                        default ->
                            new Residual.LowRank(
                                random(2, in, random), random(in, 2, random), row(in, random));
                      };
                  return new Level(residual, random(rows, in, random), row(rows, random));
                })
            .toList();
    return new Tree(shape, conditioning, 0.07f, levels);
  }

  private static Adapter adapter(Random random) {
    return new Adapter(random(5, DIM, random), row(5, random), random(DIM, 5, random));
  }

  private static float[] unit(Random random) {
    float[] u = row(DIM, random);
    Vectors.normalize(u);
    return u;
  }

  private static Vectors random(int size, int dim, Random random) {
    return Vectors.of(row(size * dim, random), dim);
  }

  private static float[] row(int size, Random random) {
    float[] row = new float[size];
    for (int i = 0; i < size; i++) {
      row[i] = (float) random.nextGaussian();
    }
    return row;
  }

  private static void assertSame(
      Map<String, WeightTensor> actual, Map<String, WeightTensor> expected) {
    assertThat(actual).containsOnlyKeys(expected.keySet());
    actual.forEach(
        (name, tensor) ->
            assertThat(tensor.floats())
                .as(name)
                .isEqualTo(Objects.requireNonNull(expected.get(name)).floats()));
  }
}
