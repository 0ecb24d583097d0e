package dev.ehi.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.LinkLearner;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.Qrels;
import dev.ehi.encoder.VectorModel;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.testing.TinyRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on vectors of an encoder that is not at hand. */
class GivenVectorsTrainingTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"index", "adapter"})
  void needsNoEncoder(String depth) throws Exception {
    TrainResult.Complete result =
        TinyRun.complete(
            TinyRun.config("depth.type", depth, "length.epochs", "2"), givenVectors(), folder);

    VectorModel model = VectorModel.read(result.model());
    assertThat(model.tree().orElseThrow().shape().leaves()).isEqualTo(4);
    assertThat(model.adapter().isPresent()).isEqualTo(depth.equals("adapter"));
    assertThat(result.best()).isPresent();
  }

  @Test
  void growsTheLevelsThatHaveTooManyLeavesToTrain() throws Exception {
    TrainResult.Complete result =
        TinyRun.complete(
            TinyRun.config(
                "depth.type", "index", "index.height", "3", "index.trained-leaves", "20"),
            givenVectors(),
            folder);

    VectorModel model = VectorModel.read(result.model());
    assertThat(model.tree().orElseThrow().shape().leaves()).isEqualTo(64);
    assertThat(result.best()).isPresent();
  }

  @Test
  void linksTheLeavesUnlessToldNotTo() throws Exception {
    TrainInput.GivenVectors given = givenVectors();
    TrainInput.GivenVectors vectors =
        new TrainInput.GivenVectors(
            "given", given.documents(), given.queries(), pairs(20, 200), Optional.of(pairs(0, 20)));
    Tree linked =
        trained(TinyRun.config("depth.type", "index", "index.links", "3"), vectors, "linked");
    Tree plain =
        trained(TinyRun.config("depth.type", "index", "index.links", "0"), vectors, "plain");

    Vectors documents = vectors.documents().vectors();
    documents.normalize();
    Vectors queries = vectors.queries().vectors();
    queries.normalize();
    assertThat(plain.links()).isEmpty();
    assertThat(linked.links().orElseThrow().toArray())
        .isEqualTo(
            new LinkLearner(plain, documents)
                .addDocuments(Progress.none())
                .addQueries(queries.slice(20, 200), Progress.none())
                .links(3)
                .toArray());
    assertThat(linked.links().orElseThrow().count(0)).isPositive();
  }

  private Tree trained(TrainConfig config, TrainInput input, String name) throws Exception {
    TrainResult.Complete result = TinyRun.complete(config, input, folder.resolve(name));
    return VectorModel.read(result.model()).tree().orElseThrow();
  }

  @Test
  void theProjectionIsChosenAnewForTheVectorsThatTrainingGives() throws Exception {
    TrainConfig open =
        TinyRun.config(
            "depth.type",
            "adapter",
            "index.projection",
            "0",
            "settle.updates",
            "3",
            "distil.updates",
            "3");
    TrainResult.Complete result = TinyRun.complete(open, givenVectors(2000, 48), folder);

    Tree tree = VectorModel.read(result.model()).tree().orElseThrow();
    assertThat(tree.projection().orElseThrow().size()).isIn(4, 6, 8);
    assertThat(TinyRun.events(folder, "settled")).hasSize(1);
    assertThat(result.best()).isPresent();
  }

  @Test
  void cannotTrainAnEncoder() {
    assertThatThrownBy(() -> TinyRun.complete(TinyRun.config(), givenVectors(), folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("depth.type 'index' or 'adapter'");
  }

  /** Clusters on a sphere; each query lies near its document. */
  private static TrainInput.GivenVectors givenVectors() {
    return givenVectors(200, 12);
  }

  private static TrainInput.GivenVectors givenVectors(int n, int dim) {
    Random random = new Random(5);
    Vectors documents = Vectors.allocate(n, dim);
    Vectors queries = Vectors.allocate(n, dim);
    List<String> documentIds = new ArrayList<>();
    List<String> queryIds = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      float[] document = new float[dim];
      float[] query = new float[dim];
      for (int j = 0; j < dim; j++) {
        document[j] = (float) random.nextGaussian() + (i % dim == j ? 4 : 0);
        query[j] = document[j] + 0.5f * (float) random.nextGaussian();
      }
      documents.set(i, document);
      queries.set(i, query);
      documentIds.add("d" + i);
      queryIds.add("q" + i);
    }
    return new TrainInput.GivenVectors(
        "given",
        new IdentifiedVectors(documentIds, documents),
        new IdentifiedVectors(queryIds, queries),
        pairs(0, n),
        Optional.empty());
  }

  private static Qrels pairs(int from, int to) {
    Qrels.Builder pairs = new Qrels.Builder();
    for (int i = from; i < to; i++) {
      pairs.add("q" + i, "d" + i, 1);
    }
    return pairs.build();
  }
}
