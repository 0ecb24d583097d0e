package dev.ehi.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.encoder.ModelDirectory;
import dev.ehi.train.testing.TinyRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Runs that train the encoder without a tree, or the tree without the encoder. */
class TrainedPartsTest {
  @TempDir Path folder;

  @Test
  void theDualEncoderTakesTheSameBatches() throws Exception {
    Path joint = folder.resolve("joint");
    Path dual = folder.resolve("dual");
    TrainInput input = TinyRun.texts(folder);
    String[] batches = {"sampling.negatives", "0"};
    TinyRun.complete(TinyRun.config(batches), input, joint);
    TrainResult.Complete result =
        TinyRun.complete(
            TinyRun.config("sampling.negatives", "0", "index.type", "none", "index.leaves", "4"),
            input,
            dual);

    assertThat(ModelDirectory.open(result.model()).tree()).isEmpty();
    assertThat(result.kmeans()).isEmpty();
    List<JsonNode> jointSteps = TinyRun.events(joint, "step");
    List<JsonNode> dualSteps = TinyRun.events(dual, "step");
    assertThat(dualSteps).hasSameSizeAs(jointSteps);
    assertThat(dualSteps.getFirst().path("terms").path("siamese"))
        .isEqualTo(jointSteps.getFirst().path("terms").path("siamese"));
    for (int i = 0; i < dualSteps.size(); i++) {
      assertThat(dualSteps.get(i).path("tokens")).isEqualTo(jointSteps.get(i).path("tokens"));
    }
  }

  @Test
  void theDualEncoderMinesFromItsOwnLists() throws Exception {
    Path output = folder.resolve("run");
    TinyRun.complete(
        TinyRun.config("index.type", "none", "index.leaves", "6"), TinyRun.texts(folder), output);
    assertThat(TinyRun.events(output, "mining").getFirst().path("mean_pool").asDouble())
        .isGreaterThan(10);
    for (JsonNode assignment : TinyRun.events(output, "assignment")) {
      assertThat(assignment.path("balance").path("leaves").asInt()).isEqualTo(6);
      assertThat(assignment.path("dev").path("pairs").asInt()).isEqualTo(24);
      assertThat(assignment.has("churn")).as("the lists are other ones each time").isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"index", "adapter"})
  void aFrozenEncoderStaysAsItWas(String depth) throws Exception {
    TrainInput.Texts input = TinyRun.texts(folder);
    TrainResult.Complete result =
        TinyRun.complete(
            TinyRun.config("depth.type", depth, "length.epochs", "2"),
            input,
            folder.resolve("run"));

    ModelDirectory model = ModelDirectory.open(result.model());
    assertThat(model.tree()).isPresent();
    assertThat(model.adapter().isPresent()).isEqualTo(depth.equals("adapter"));
    assertThat(model.weights().keySet()).isEqualTo(input.model().weights().keySet());
    model
        .weights()
        .forEach(
            (name, weight) ->
                assertThat(weight.floats()).as(name).isEqualTo(weightBefore(input.model(), name)));
  }

  private static float[] weightBefore(ModelDirectory model, String name) {
    try {
      return Objects.requireNonNull(model.weights().get(name)).floats();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
