package dev.ehi.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.Document;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.encoder.OnnxEncoder;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.metrics.Course;
import dev.ehi.train.metrics.DevScore;
import dev.ehi.train.testing.TinyRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TrainerTest {
  @TempDir Path folder;

  @Test
  void jointTrainingRaisesTheDevScoreWithEveryTermOnRecord() throws Exception {
    Path output = folder.resolve("run");
    TrainResult.Complete result =
        TinyRun.complete(TinyRun.config("length.epochs", "4"), TinyRun.texts(folder), output);

    assertThat(result.chosen()).isPositive();
    assertThat(overBudgets(result.best())).isGreaterThan(2 * overBudgets(result.start()));
    List<JsonNode> steps = TinyRun.events(output, "step");
    assertThat(steps).hasSize((int) result.steps());
    for (JsonNode step : steps) {
      assertThat(step.path("terms").propertyNames())
          .containsExactly("siamese", "indexing", "balance");
      assertThat(step.path("gradient_norms").propertyNames())
          .containsExactly("embedder", "indexer");
      assertThat(step.path("loss").asDouble()).isFinite();
    }
    double first = steps.getFirst().path("terms").path("siamese").asDouble();
    assertThat(steps.getLast().path("terms").path("siamese").asDouble()).isLessThan(first);
    assertThat(TinyRun.events(output, "dev")).hasSize(5);
    assertThat(TinyRun.events(output, "mining")).hasSize(4);
    assertThat(TinyRun.events(output, "kmeans")).hasSize(1);
    JsonNode settled = TinyRun.events(output, "settled").getFirst();
    assertThatTheEncoderIsTheBestOne(settled, TinyRun.events(output, "dev"), result);
    assertThat(TrainConfig.read(output.resolve("resolved-config.yaml")))
        .isEqualTo(TinyRun.config("length.epochs", "4"));
    ModelDirectory model = ModelDirectory.open(result.model());
    assertThat(model.tree()).isPresent();
    assertThat(model.textConfig().maxDocumentTokens()).isEqualTo(32);
  }

  @Test
  void everySurveyTellsHowWellTheLeavesServe() throws Exception {
    Path output = folder.resolve("run");
    TrainRequest request =
        new TrainRequest(
            TinyRun.config("length.epochs", "3", "distil.updates", "0"),
            TinyRun.texts(folder),
            output);
    List<String> notes = new ArrayList<>();
    TrainResult.Complete result =
        (TrainResult.Complete) Trainer.run(request, TinyRun.onTrainNote(notes::add));

    Course course = result.course();
    assertThat(course).isEqualTo(Course.of(Trainer.log(output)));
    List<Course.Point> points = course.points();
    assertThat(points.stream().map(Course.Point::step)).containsExactly(0L, 13L, 26L, 39L);
    for (Course.Point point : points) {
      assertThat(point.score()).isNotNull();
      assertThat(Objects.requireNonNull(point.leaves().dev()).pairs()).isEqualTo(24);
      assertThat(Objects.requireNonNull(point.leaves().training()).pairs()).isEqualTo(216);
    }
    assertThat(points.getFirst().churn()).isNull();
    assertThat(points.stream().skip(1).map(Course.Point::churn))
        .allMatch(churn -> churn != null && churn > 0 && churn < 1);
    assertThat(purity(points.getLast())).isGreaterThan(purity(points.getFirst()));
    assertThat(Objects.requireNonNull(course.settled()).leaves()).isEqualTo(result.leaves());
    assertThat(notes.getFirst())
        .matches("loss [\\d.]+, dev nDCG@10 [\\d.]+, purity 0.\\d\\d, CV [\\d.]+");
    assertThat(notes.getLast()).matches(".*, purity 0.\\d\\d, CV [\\d.]+, churn 0.\\d\\d");
  }

  private static double purity(Course.Point point) {
    return point.leaves().agreement().orElseThrow().purity();
  }

  private static void assertThatTheEncoderIsTheBestOne(
      JsonNode settled, List<JsonNode> scorings, TrainResult.Complete result) {
    for (JsonNode dev : scorings) {
      assertThat(exact(settled)).isGreaterThanOrEqualTo(exact(dev));
      if (dev.path("step").asLong() == result.chosen()) {
        assertThat(exact(settled)).isEqualTo(exact(dev));
        assertThat(overBudgets(settled)).isGreaterThanOrEqualTo(overBudgets(dev) - 1e-12);
      }
    }
    assertThat(overBudgets(result.best())).isCloseTo(overBudgets(settled), within(1e-12));
  }

  /** An indexer that does not learn lags behind the vectors; that must not cost the encoder. */
  @Test
  void anEncoderIsKeptThoughItsTreeLagsBehind() throws Exception {
    Path output = folder.resolve("run");
    TrainResult.Complete result =
        TinyRun.complete(
            TinyRun.config(
                "length.epochs", "4", "optimizer.index-rate", "0", "index.start", "random"),
            TinyRun.texts(folder),
            output);

    List<JsonNode> scorings = TinyRun.events(output, "dev");
    assertThat(scorings.stream().mapToDouble(TrainerTest::exact).max().orElseThrow())
        .isEqualTo(result.best().orElseThrow().exact());
    assertThat(result.chosen()).isPositive();
    assertThat(overBudgets(result.best()))
        .isLessThan(scorings.stream().mapToDouble(TrainerTest::overBudgets).max().orElseThrow());
  }

  @Test
  void withFourBranchesEveryDocumentIsInExactlyOneLeaf() throws Exception {
    Path output = folder.resolve("run");
    TrainResult.Complete result =
        TinyRun.complete(TinyRun.config("mining.visited", "60"), TinyRun.texts(folder), output);

    assertThat(result.leaves().balance().leaves()).isEqualTo(4);
    assertThat(result.leaves().balance().documents()).isEqualTo(240);
    for (JsonNode assignment : TinyRun.events(output, "assignment")) {
      assertThat(assignment.path("balance").path("documents").asInt()).isEqualTo(240);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"one_hot", "per_parent"})
  void fourLevelsOfEightBranchesStayFiniteAndAreAllUsed(String conditioning) throws Exception {
    Path output = folder.resolve("run");
    TrainResult.Complete result =
        TinyRun.complete(
            TinyRun.config(
                "index.branching", "8",
                "index.height", "4",
                "index.conditioning", conditioning,
                "index.start", "random",
                "sampling.spread-documents", "16"),
            TinyRun.texts(folder),
            output);

    for (JsonNode step : TinyRun.events(output, "step")) {
      assertThat(step.path("loss").asDouble()).isFinite();
    }
    Tree tree = ModelDirectory.open(result.model()).tree().orElseThrow();
    assertThat(tree.shape().leaves()).isEqualTo(4096);
    List<Set<Integer>> children = childrenUsed(tree, output);
    assertThat(children).hasSize(4).allMatch(used -> used.size() > 1);
  }

  /** The branches taken at each level by the documents. */
  private List<Set<Integer>> childrenUsed(Tree tree, Path output) {
    List<Set<Integer>> used = new ArrayList<>();
    for (int h = 0; h < tree.shape().height(); h++) {
      used.add(new HashSet<>());
    }
    Vectors documents = Trainer.documents(output).orElseThrow().vectors();
    Router router = tree.documentRouter();
    for (int i = 0; i < documents.size(); i++) {
      int[] path = tree.shape().path(router.leaf(documents.row(i)));
      for (int h = 0; h < path.length; h++) {
        used.get(h).add(path[h]);
      }
    }
    return used;
  }

  @Test
  void thePapersLossesTrain() throws Exception {
    Path output = folder.resolve("run");
    TrainResult.Complete result =
        TinyRun.complete(
            TinyRun.config(
                "length.epochs", "2",
                "loss.siamese.type", "hinge",
                "loss.indexing.type", "hinge",
                "loss.diversity.type", "intra-leaf",
                "index.conditioning", "one_hot",
                "index.residual.type", "dense",
                "index.start", "random"),
            TinyRun.texts(folder),
            output);
    assertThat(result.chosen()).isPositive();
    assertThat(TinyRun.events(output, "step").getFirst().path("terms").propertyNames())
        .containsExactly("siamese", "indexing", "intra-leaf");
  }

  @Test
  void aStartThatTrainingCannotBeatIsKept() throws Exception {
    Path output = folder.resolve("run");
    TrainInput.Texts input = TinyRun.texts(folder);
    TrainResult.Complete good =
        TinyRun.complete(TinyRun.config("length.epochs", "4"), input, folder.resolve("good"));
    TrainInput.Texts trained = new TrainInput.Texts(input.set(), ModelDirectory.open(good.model()));
    TrainResult.Complete result =
        TinyRun.complete(
            TinyRun.config("optimizer.encoder-rate", "0.5", "optimizer.index-rate", "5"),
            trained,
            output);

    assertThat(result.chosen()).isZero();
    assertThat(exact(result.best())).isEqualTo(exact(result.start()));
    assertThat(overBudgets(result.best())).isGreaterThanOrEqualTo(overBudgets(result.start()));
    assertThat(ModelDirectory.open(result.model()).weights().keySet()).isNotEmpty();
    assertThat(output.resolve("trained-model")).isDirectory();
    assertThatTheKeptVectorsAreThoseOf(ModelDirectory.open(result.model()), input, output);
  }

  private static void assertThatTheKeptVectorsAreThoseOf(
      ModelDirectory model, TrainInput.Texts input, Path output) throws IOException {
    IdentifiedVectors kept = Trainer.documents(output).orElseThrow();
    List<Document> documents;
    try (Stream<Document> all = input.set().documents()) {
      documents = all.toList();
    }
    assertThat(kept.ids()).isEqualTo(documents.stream().map(Document::id).toList());
    try (OnnxEncoder encoder = model.encoder(1)) {
      Vectors encoded =
          encoder.documents(documents.stream().map(Document::passage).toList(), Progress.none());
      for (int i = 0; i < encoded.size(); i++) {
        assertThat(DotProduct.best().dot(encoded.row(i), kept.vectors().row(i)))
            .isGreaterThan(.999f);
      }
    }
  }

  @Test
  void trainingStopsEarlyWithoutGain() throws Exception {
    Path output = folder.resolve("run");
    TrainResult.Complete result =
        TinyRun.complete(
            TinyRun.config(
                "length.epochs", "50",
                "dev.patience", "1",
                "dev.every-epochs", "0.25",
                "optimizer.encoder-rate", "0",
                "optimizer.index-rate", "0"),
            TinyRun.texts(folder),
            output);
    assertThat(result.steps()).isEqualTo(3);
    assertThat(TinyRun.events(output, "dev")).hasSize(2);
  }

  @Test
  void divergenceIsDiagnosed() {
    assertThatThrownBy(
            () ->
                TinyRun.complete(
                    TinyRun.config(
                        "optimizer.encoder-rate", "1e30",
                        "optimizer.warmup", "0",
                        "dev.queries", "0"),
                    TinyRun.texts(folder),
                    folder.resolve("run")))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("after 1 steps")
        .hasMessageContaining("siamese")
        .hasMessageContaining("embedder=9.2")
        .hasMessageContaining("queries: ")
        .hasMessageContaining("documents: d");
  }

  @Test
  void aCompletedRunIsNotOverwritten() throws Exception {
    Path output = folder.resolve("run");
    TinyRun.complete(TinyRun.config(), TinyRun.texts(folder), output);
    assertThat(Trainer.isComplete(output)).isTrue();
    assertThatThrownBy(() -> TinyRun.complete(TinyRun.config(), TinyRun.texts(folder), output))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("completed run");
  }

  private static double overBudgets(JsonNode event) {
    double sum = 0;
    JsonNode budgets = event.path("score").path("at_budgets");
    for (JsonNode budget : budgets) {
      sum += budget.path("ndcg").asDouble();
    }
    return sum / budgets.size();
  }

  private static double overBudgets(Optional<DevScore> score) {
    return score.orElseThrow().overBudgets();
  }

  private static double exact(JsonNode event) {
    return event.path("score").path("exact").asDouble();
  }

  private static double exact(Optional<DevScore> score) {
    return score.orElseThrow().exact();
  }
}
