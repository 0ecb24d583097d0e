package dev.ehi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.VectorFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ehi plan} on vectors from elsewhere. */
class PlanTest {

  private static final int DOCUMENTS = 400;

  @TempDir private Path folder;

  @BeforeEach
  void writeVectors() throws IOException {
    Vectors documents = RandomTrees.matrix(DOCUMENTS, 24, new SplittableRandom(3));
    documents.normalize();
    List<String> ids = IntStream.range(0, DOCUMENTS).mapToObj(Integer::toString).toList();
    VectorFiles.writeNpy(folder.resolve("vectors.npy"), documents);
    Files.write(folder.resolve("vectors.ids"), ids);
    Files.write(
        folder.resolve("qrels"), ids.stream().map(id -> "%s 0 %s 1".formatted(id, id)).toList());
  }

  @Test
  void choosesAndChecksItsPredictions() throws IOException {
    Path json = folder.resolve("plan.json");
    Cli planned = plan("--check", "--out", folder.resolve("plan.md"), "--json", json);
    assertThat(planned.err()).doesNotContain("ehi: ");
    assertThat(planned.exitCode()).isZero();
    assertThat(planned.out())
        .startsWith("Chosen: ")
        .contains("predicted, cheapest of each height", "measured in pilots", "are off by");
    assertThat(Files.readString(folder.resolve("plan.md"))).isEqualTo(planned.out());
    assertThat(Files.readString(json)).contains("\"layout\"", "\"checks\"");
  }

  @Test
  void keepsWhatIsSet() throws IOException {
    Cli planned = plan("--set", "index.height=2");
    assertThat(planned.exitCode()).as(planned.err()).isZero();
    assertThat(planned.out()).contains("2 levels of").doesNotContain("3 levels of");
  }

  @Test
  void withoutATreeThereIsNothingToPlan() throws IOException {
    Cli planned = plan("--set", "index.type=none", "--set", "depth.type=adapter");
    assertThat(planned.exitCode()).isEqualTo(1);
    assertThat(planned.err()).contains("index.type is 'none'");
  }

  private Cli plan(Object... options) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "plan",
                "--document-vectors",
                folder.resolve("vectors.npy"),
                "--document-ids",
                folder.resolve("vectors.ids"),
                "--query-vectors",
                folder.resolve("vectors.npy"),
                "--query-ids",
                folder.resolve("vectors.ids"),
                "--train-qrels",
                folder.resolve("qrels"),
                "--set",
                "depth.type=index",
                "--set",
                "distil.updates=5",
                "--set",
                "distil.batch=16"));
    words.addAll(List.of(options));
    return Cli.run(words.toArray());
  }
}
