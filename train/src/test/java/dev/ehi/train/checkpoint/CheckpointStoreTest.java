package dev.ehi.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Adapter;
import dev.ehi.core.vector.Vectors;
import dev.ehi.encoder.WeightTensor;
import dev.ehi.train.metrics.DevScore;
import dev.ehi.train.mining.Assignment;
import dev.ehi.train.mining.LeafMap;
import dev.ehi.train.sample.DocumentSample;
import dev.ehi.train.sample.NegativePools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointStoreTest {
  @TempDir Path folder;

  @Test
  void everythingComesBack() throws Exception {
    CheckpointStore store = new CheckpointStore(folder.resolve("checkpoint"));
    Checkpoint saved = checkpoint(7);
    store.save(saved);
    Checkpoint read = store.latest().orElseThrow();

    assertThat(read.state()).isEqualTo(saved.state());
    assertThat(read.weights().encoder().getFirst().floats()).containsExactly(1.5f, -2, 7);
    assertThat(read.weights().tree().orElseThrow().id())
        .isEqualTo(saved.weights().tree().orElseThrow().id());
    Adapter adapter = read.weights().adapter().orElseThrow();
    assertThat(adapter.bias()).containsExactly(.25f);
    assertThat(adapter.up().toArray()).containsExactly(5, 6);
    assertThat(Objects.requireNonNull(read.optimizer().get("m")).floats()).containsExactly(7, 8);
    assertThat(read.negatives().rows()).isDeepEqualTo(new int[][] {{3, 1}, {}, {2}});
    assertThat(read.spread().documents()).containsExactly(4);
    assertThat(read.spread().vectors().toArray()).containsExactly(.6f, .8f);
    Assignment assignment = read.assignment().orElseThrow();
    assertThat(assignment.step()).isEqualTo(6);
    assertThat(assignment.leaves().leafOf()).containsExactly(2, 0, 2);
    assertThat(assignment.leaves().leaves()).isEqualTo(4);
  }

  @Test
  void whatIsNotTrainedIsNotThere() throws Exception {
    CheckpointStore store = new CheckpointStore(folder);
    store.save(
        new Checkpoint(
            RunState.initial("id", 3),
            new Snapshot(List.of(), Optional.empty(), Optional.empty()),
            Map.of(),
            NegativePools.empty(),
            DocumentSample.empty(),
            Optional.empty()));
    Checkpoint read = store.latest().orElseThrow();
    assertThat(read.weights().encoder()).isEmpty();
    assertThat(read.weights().tree()).isEmpty();
    assertThat(read.spread().size()).isZero();
    assertThat(read.assignment()).isEmpty();
  }

  @Test
  void theNewestCompleteOneCountsAndOldOnesGo() throws Exception {
    CheckpointStore store = new CheckpointStore(folder);
    store.save(checkpoint(9));
    store.save(checkpoint(10));
    Path left = Files.createDirectories(folder.resolve(".step-11.left.tmp"));
    assertThat(store.latest().orElseThrow().state().step()).isEqualTo(10);
    assertThat(folder.resolve("step-9")).doesNotExist();
    store.save(checkpoint(11));
    assertThat(store.latest().orElseThrow().state().step()).isEqualTo(11);
    assertThat(left).doesNotExist();
  }

  @Test
  void theBestWeightsOfACheckpointStayUntilTheNextOne() throws Exception {
    CheckpointStore store = new CheckpointStore(folder);
    Snapshot weights = checkpoint(4).weights();
    store.saveBest(4, weights);
    store.save(checkpoint(4));
    store.saveBest(6, weights);
    assertThat(store.best(4).encoder()).hasSize(1);
    assertThat(store.best(6).encoder()).hasSize(1);
    store.save(checkpoint(6));
    assertThat(folder.resolve("best-4")).doesNotExist();
    assertThat(folder.resolve("best-6")).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"state.json", "encoder.safetensors", "optimizer.safetensors", "negatives.bin"})
  void damageIsFoundAndTold(String name) throws Exception {
    CheckpointStore store = new CheckpointStore(folder);
    store.save(checkpoint(7));
    Path file = folder.resolve("step-7").resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 4;
    Files.write(file, bytes);
    assertThatThrownBy(store::latest)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("step-7: damaged checkpoint", name, "delete " + folder);
    Files.delete(file);
    assertThatThrownBy(store::latest).hasMessageContaining(name);
    Files.delete(folder.resolve("step-7/checksums"));
    assertThatThrownBy(store::latest).hasMessageContaining("damaged checkpoint");
  }

  @Test
  void withoutACheckpointThereIsNone() throws Exception {
    CheckpointStore store = new CheckpointStore(folder.resolve("none"));
    assertThat(store.latest()).isEmpty();
    store.save(checkpoint(1));
    store.clear();
    assertThat(store.latest()).isEmpty();
  }

  private static Checkpoint checkpoint(long step) {
    DevScore score = new DevScore(3, .5, List.of(new DevScore.AtBudget(.01, .1 + 1e-17, .2, .05)));
    RunState state = new RunState("id", 3, step, 5, 6, step, score, score, 1, 1000, 1.25, 77);
    Adapter adapter =
        new Adapter(
            Vectors.of(new float[] {1, 2}, 2),
            new float[] {.25f},
            Vectors.of(new float[] {5, 6}, 1));
    return new Checkpoint(
        state,
        new Snapshot(
            List.of(WeightTensor.of("a.weight", new long[] {3}, new float[] {1.5f, -2, 7})),
            Optional.of(Tree.single(2)),
            Optional.of(adapter)),
        Map.of("m", WeightTensor.of("m", new long[] {2}, new float[] {7, 8})),
        new NegativePools(new int[][] {{3, 1}, {}, {2}}),
        new DocumentSample(new int[] {4}, Vectors.of(new float[] {.6f, .8f}, 2)),
        Optional.of(new Assignment(6, LeafMap.of(new int[] {2, 0, 2}, 4))));
  }
}
