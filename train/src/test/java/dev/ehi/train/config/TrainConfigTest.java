package dev.ehi.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.tree.Conditioning;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainConfigTest {
  @TempDir Path folder;

  @Test
  void defaultsAreTheDocumentedOnes() throws Exception {
    try (InputStream documented = TrainConfigTest.class.getResourceAsStream("defaults.yaml")) {
      String expected =
          new String(Objects.requireNonNull(documented).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(TrainConfig.defaults().toYaml()).isEqualTo(expected);
    }
  }

  @Test
  void whatIsWrittenReadsBackEqual() throws Exception {
    TrainConfig config =
        TrainConfig.defaults()
            .with(
                Map.of(
                    "seed", "7",
                    "index.conditioning", "one_hot",
                    "index.residual.type", "dense",
                    "loss.siamese.type", "hinge",
                    "dev.budgets", "[0.5]"));
    assertThat(TrainConfig.read(file("written.yaml", config.toYaml()))).isEqualTo(config);
  }

  @Test
  void aFileNamesOnlyWhatDiffers() throws Exception {
    TrainConfig config =
        TrainConfig.read(
            file(
                "some.yaml",
                """
                length:
                  epochs: 3
                index:
                  height: 2
                  conditioning: ONE_HOT
                """));
    TrainConfig defaults = TrainConfig.defaults();
    assertThat(config.length()).isEqualTo(new LengthConfig(3, 300, 2000));
    assertThat(config.sampling()).isEqualTo(defaults.sampling());
    IndexConfig.Learned tree = (IndexConfig.Learned) config.index();
    assertThat(tree.height()).isEqualTo(2);
    assertThat(tree.conditioning()).isEqualTo(Conditioning.ONE_HOT);
    assertThat(tree.residual()).isEqualTo(((IndexConfig.Learned) defaults.index()).residual());
  }

  @Test
  void jsonIsReadToo() throws Exception {
    TrainConfig config = TrainConfig.read(file("some.json", "{\"sampling\": {\"batch\": 8}}"));
    assertThat(config.sampling().batch()).isEqualTo(8);
  }

  @Test
  void anEmptyFileChangesNothing() throws Exception {
    assertThat(TrainConfig.read(file("empty.yaml", "# nothing\n")))
        .isEqualTo(TrainConfig.defaults());
  }

  @Test
  void anotherTypeStartsFromItsOwnDefaults() {
    TrainConfig config =
        TrainConfig.defaults().with("loss.siamese.temperature", "0.2").with("index.type", "none");
    assertThat(config.index()).isEqualTo(new IndexConfig.None(0));
    assertThat(config.with("loss.siamese.type", "hinge").loss().siamese())
        .isEqualTo(new LossConfig.Siamese.Hinge(1, 0.3));
    assertThat(config.with("loss.siamese.type", "infonce").loss().siamese())
        .isEqualTo(new LossConfig.Siamese.InfoNce(1, 0.2));
  }

  @Test
  void severalChangesAreCheckedTogether() {
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put("index.branching", "64");
    changes.put("index.height", "4");
    assertThatThrownBy(() -> TrainConfig.defaults().with(changes))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("64^4");
    changes.put("index.branching", "8");
    assertThat(((IndexConfig.Learned) TrainConfig.defaults().with(changes).index()).height())
        .isEqualTo(4);
  }

  @Test
  void anUnknownKeyNamesTheFileAndTheNearestKey() throws Exception {
    Path file = file("typo.yaml", "optimizer:\n  encoder-rat: 1e-5\n");
    assertThatThrownBy(() -> TrainConfig.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining("unknown key 'optimizer.encoder-rat'")
        .hasMessageContaining("did you mean 'encoder-rate'?");
  }

  @Test
  void malformedYamlNamesItsLine() throws Exception {
    Path file = file("bad.yaml", "seed: 1\nsampling: [\n");
    assertThatThrownBy(() -> TrainConfig.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(file + ":2:");
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = folder.resolve("none.yaml");
    assertThatThrownBy(() -> TrainConfig.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(file.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sampling.batch          | 1        | sampling: batch must lie in [2, 65536], but is 1
          sampling.batch          | many     | sampling.batch
          sampling.batch          | 2.5      | sampling.batch
          index.branching         | 1        | branching must be 0
          depth.type              | deep     | deep
          depth.typ               | full     | did you mean 'type'?
          loss.siamese.temperature| 0        | temperature must be positive
          optimizer.warmup        | 1.5      | warmup must lie in [0, 1]
          dev.budgets             | []       | budgets
          supervision.type        | words    | words
          supervision.keep        | 0.2      | unknown key 'supervision.keep'
          length.epoch            | 3        | did you mean 'epochs'?
          length.epochs           | null     | epochs
          length.epochs           | 0        | epochs must be positive
          length.at-least         | 5000     | at-least must not exceed at-most
          """)
  void aWrongValueNamesFlagAndKey(String key, String value, String message) {
    assertThatThrownBy(() -> TrainConfig.defaults().with(key, value))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--set " + key + "=" + value)
        .hasMessageContaining(message);
  }

  @Test
  void nothingToTrainIsRefused() {
    assertThatThrownBy(
            () -> TrainConfig.defaults().with(Map.of("depth.type", "index", "index.type", "none")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("nothing to train");
  }

  @Test
  void exactSearchTeachesTreesOnFrozenVectors() {
    TrainConfig defaults = TrainConfig.defaults();
    assertThat(defaults.supervision()).isEqualTo(new Supervision.Pairs());
    assertThat(defaults.learnsFromExactSearch()).isFalse();
    TrainConfig text = defaults.with("supervision.type", "text");
    assertThat(text.supervision()).isEqualTo(new Supervision.Text(2, 0.1, 10));
    assertThat(text.learnsFromExactSearch()).isFalse();
    assertThat(text.with("depth.type", "adapter").learnsFromExactSearch()).isTrue();
    assertThatThrownBy(() -> defaults.with("supervision.type", "neighbours"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("depth.type to 'index' or 'adapter'");
    assertThatThrownBy(() -> text.with(Map.of("depth.type", "adapter", "index.type", "none")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("index.type is 'none'");
  }

  @Test
  void fingerprintIgnoresCheckpointsOnly() {
    TrainConfig config = TrainConfig.defaults();
    assertThat(config.with("checkpoint.every-steps", "9").fingerprint())
        .isEqualTo(config.fingerprint());
    assertThat(config.with("seed", "9").fingerprint()).isNotEqualTo(config.fingerprint());
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "2, 1", "100, 5", "101, 6", "100000, 1000"})
  void aShareIsHeldOut(int size, int held) {
    assertThat(TrainConfig.defaults().dev().heldOutOf(size)).isEqualTo(held);
  }

  @Test
  void withoutPilotsTheLayoutFollowsTheCorpus() {
    IndexConfig.Learned flat = (IndexConfig.Learned) TrainConfig.defaults().index();
    assertThat(flat.layoutFor(19_188, 384)).isEqualTo(new Layout(1024, 1, 64));
    assertThat(flat.layoutFor(1_000, 32)).isEqualTo(new Layout(128, 1, 32));
    assertThat(flat.layoutFor(1, 384)).isEqualTo(new Layout(2, 1, 64));
    IndexConfig.Learned deep =
        (IndexConfig.Learned) TrainConfig.defaults().with("index.height", "2").index();
    assertThat(deep.layoutFor(19_188, 384)).isEqualTo(new Layout(32, 2, 64));
    assertThat(deep.hasOpenLayout()).isTrue();
    assertThat(deep.with(new Layout(32, 2, 64)).hasOpenLayout()).isFalse();
  }

  @Test
  void ofALargeTreeTheUpperLevelsAreTrained() {
    IndexConfig.Learned own = (IndexConfig.Learned) TrainConfig.defaults().index();
    assertThat(own.trained(new Layout(50, 3, 48))).isEqualTo(new Layout(50, 2, 48));
    assertThat(own.trained(new Layout(181, 2, 48))).isEqualTo(new Layout(181, 2, 48));
    assertThat(own.trained(new Layout(182, 2, 48))).isEqualTo(new Layout(182, 1, 48));
    assertThat(own.trained(new Layout(20_000, 1, 48))).isEqualTo(new Layout(20_000, 1, 48));
    IndexConfig.Learned shared =
        (IndexConfig.Learned) TrainConfig.defaults().with("index.conditioning", "one_hot").index();
    assertThat(shared.trained(new Layout(50, 3, 48))).isEqualTo(new Layout(50, 3, 48));
  }

  @Test
  void ratesRiseAndFall() {
    OptimizerConfig linear =
        new OptimizerConfig(1, 1, 0, 0.1, OptimizerConfig.Decay.LINEAR, 0.2, 1);
    assertThat(linear.scale(0, 100)).isCloseTo(0.1, within(1e-9));
    assertThat(linear.scale(9, 100)).isCloseTo(1, within(1e-9));
    assertThat(linear.scale(10, 100)).isCloseTo(1, within(1e-9));
    assertThat(linear.scale(55, 100)).isCloseTo(0.6, within(1e-9));
    assertThat(linear.scale(100, 100)).isCloseTo(0.2, within(1e-9));
    OptimizerConfig cosine = new OptimizerConfig(1, 1, 0, 0, OptimizerConfig.Decay.COSINE, 0, 1);
    assertThat(cosine.scale(50, 100)).isCloseTo(0.5, within(1e-9));
    OptimizerConfig constant =
        new OptimizerConfig(1, 1, 0, 0, OptimizerConfig.Decay.CONSTANT, 0, 1);
    assertThat(constant.scale(99, 100)).isEqualTo(1);
  }

  private Path file(String name, String content) throws Exception {
    return Files.writeString(folder.resolve(name), content);
  }
}
