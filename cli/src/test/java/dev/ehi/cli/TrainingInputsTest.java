package dev.ehi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be trained on beside a set with judgements: given vectors, and documents alone. */
class TrainingInputsTest {

  @TempDir private Path folder;

  @Test
  void encodesASetForTrainingOnItsVectors() throws IOException {
    ThingsSet.write(folder.resolve("plain"));
    Path vectors = folder.resolve("vectors");
    Cli encoded = Cli.run("encode", "--data", folder.resolve("plain"), "--out", vectors);
    assertThat(encoded.err()).doesNotContain("ehi: ");
    assertThat(encoded.out()).contains("60 documents").contains("of dimension 384");
    assertThat(Files.readAllLines(vectors.resolve("documents.ids"))).hasSize(60);

    Cli again = Cli.run("encode", "--data", folder.resolve("plain"), "--out", vectors);
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains(vectors.toString());

    Cli trained =
        Cli.run(
            "train",
            "--document-vectors",
            vectors.resolve("documents.npy"),
            "--document-ids",
            vectors.resolve("documents.ids"),
            "--query-vectors",
            vectors.resolve("queries.npy"),
            "--query-ids",
            vectors.resolve("queries.ids"),
            "--train-qrels",
            vectors.resolve("train.qrels"),
            "--depth",
            "index",
            "--epochs",
            "1",
            "--set",
            "index.branching=4",
            "--set",
            "sampling.batch=8",
            "--out",
            folder.resolve("vectors-run"));
    assertThat(trained.err()).doesNotContain("ehi: ");
    assertThat(trained.out()).contains("4 leaves");
  }

  @Test
  void documentsAloneAreEnoughToTrainATree() throws IOException {
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    ThingsSet.write(folder.resolve("judged"));
    Files.copy(folder.resolve("judged/corpus.jsonl"), corpus.resolve("corpus.jsonl"));
    Cli result =
        Cli.run(
            "train",
            "--data",
            corpus,
            "--label-free",
            "--depth",
            "index",
            "--set",
            "index.branching=4",
            "--epochs",
            "1",
            "--out",
            folder.resolve("label-free"));
    assertThat(result.err()).doesNotContain("ehi: ");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("no judgements used").contains("4 leaves");
    assertThat(folder.resolve("label-free/model/ehi/tree.safetensors")).exists();
  }
}
