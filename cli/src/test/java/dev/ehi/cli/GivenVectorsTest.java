package dev.ehi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.VectorFiles;
import dev.ehi.eval.report.ResultsJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Vectors from elsewhere are trained on, indexed and searched, through the adapter that they got.
 */
class GivenVectorsTest {

  private static final int DOCUMENTS = 200;

  @TempDir private Path folder;

  private void assertLinkedAnew() throws IOException {
    Path run = folder.resolve("run");
    Cli fewer = link(run, "3");
    assertThat(fewer.err()).doesNotContain("ehi: ");
    assertThat(fewer.out())
        .contains("8 leaves, linked by what 200 documents and 0 queries have near them");
    assertThat(link(run, "3", "--query-vectors", npy("queries")).out())
        .contains("200 documents and 200 queries");
    assertThat(Cli.run("inspect", run).out()).containsPattern("(2\\.\\d|3\\.0) links a leaf");
    assertThat(link(run.resolve("model"), "16").exitCode()).isZero();
    assertThat(Cli.run("inspect", run).out()).containsPattern("[3-7]\\.\\d links a leaf");
    assertThat(Cli.run("link", run).err()).contains("give --document-vectors");
    write("narrow", Vectors.allocate(3, 8));
    assertThat(link(run, "3", "--query-vectors", npy("narrow")).err())
        .contains("narrow.npy: vectors of dimension 8, but the model routes those of 16");
    assertThat(link(run, "0").err()).contains("at least 1 and at most 256, got 0");
  }

  private Cli link(Path model, String links, Object... more) {
    Object[] arguments = {
      "link",
      model,
      "--links",
      links,
      "--document-vectors",
      npy("documents"),
      "--document-ids",
      ids("documents")
    };
    return Cli.run(Stream.concat(Stream.of(arguments), Stream.of(more)).toArray());
  }

  @Test
  void adapterAndTreeServeVectorsWithoutAnyEncoder() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    Vectors documents = RandomTrees.matrix(DOCUMENTS, 16, random);
    documents.normalize();
    write("documents", documents);
    Vectors queries = Vectors.allocate(DOCUMENTS, 16);
    for (int i = 0; i < DOCUMENTS; i++) {
      float[] query = documents.row(i);
      query[random.nextInt(16)] += .1f;
      queries.set(i, query);
    }
    write("queries", queries);
    Files.writeString(
        folder.resolve("qrels"),
        String.join(
            "",
            IntStream.range(0, DOCUMENTS).mapToObj(i -> "%d 0 %d 1\n".formatted(i, i)).toList()));

    Cli trained =
        Cli.run(
            "train",
            "--depth",
            "adapter",
            "--document-vectors",
            npy("documents"),
            "--document-ids",
            ids("documents"),
            "--query-vectors",
            npy("queries"),
            "--query-ids",
            ids("queries"),
            "--train-qrels",
            folder.resolve("qrels"),
            "--set",
            "index.branching=8",
            "--out",
            folder.resolve("run"));
    assertThat(trained.err()).doesNotContain("ehi: ");
    assertThat(trained.exitCode()).isZero();

    Cli inspected =
        Cli.run("inspect", folder.resolve("run"), "--json", folder.resolve("model.json"));
    assertThat(inspected.err()).isEmpty();
    assertThat(inspected.out())
        .containsPattern("[3-7]\\.\\d links a leaf")
        .contains("no encoder: this model was trained on given vectors")
        .contains("branching 8, height 1, 8 leaves")
        .contains("adapter of rank")
        .contains("trained: input documents.npy")
        .contains("tree.safetensors");
    assertThat(Files.readString(folder.resolve("model.json"))).contains("\"encoder\" : null");

    assertLinkedAnew();

    Path index = folder.resolve("index");
    Cli withoutVectors =
        Cli.run(
            "index",
            "create",
            "--model",
            folder.resolve("run"),
            "--data",
            folder,
            "--index",
            index);
    assertThat(withoutVectors.exitCode()).isEqualTo(1);
    assertThat(withoutVectors.err().lines())
        .singleElement()
        .asString()
        .contains("has no encoder; give vectors instead of texts");
    assertThat(index).doesNotExist();
    Cli indexed =
        Cli.run(
            "index",
            "create",
            "--model",
            folder.resolve("run"),
            "--vectors",
            npy("documents"),
            "--ids",
            ids("documents"),
            "--index",
            index);
    assertThat(indexed.err()).doesNotContain("ehi: ");
    assertThat(indexed.out()).contains("200 in all");

    Path run = folder.resolve("out.run");
    Cli searched =
        Cli.run(
            "search",
            "--index",
            index,
            "--beam",
            "8",
            "--query-vectors",
            npy("queries"),
            "--query-ids",
            ids("queries"),
            "--run",
            run);
    assertThat(searched.err()).doesNotContain("ehi: ");
    assertThat(Cli.run("inspect", index).out()).contains("index of 200 documents");
    Cli calibrated =
        Cli.run(
            "index",
            "calibrate",
            "--index",
            index,
            "--query-vectors",
            npy("queries"),
            "--query-ids",
            ids("queries"));
    assertThat(calibrated.err()).doesNotContain("ehi: ");
    assertThat(calibrated.out()).contains("recall of the exact top 10, calibrated on ");
    Cli asked = Cli.run("search", "--index", index, "a text");
    assertThat(asked.exitCode()).isEqualTo(1);
    assertThat(asked.err()).contains("has no encoder");
    anInterruptedBatchWritesNothing(index);

    Cli scored = Cli.run("score", run, "--qrels", folder.resolve("qrels"));
    assertThat(scored.out()).containsPattern("MRR@10 +(1\\.0000|0\\.99)");

    Path json = folder.resolve("measured.json");
    Cli measured =
        Cli.run(
            "eval",
            "--document-vectors",
            npy("documents"),
            "--document-ids",
            ids("documents"),
            "--query-vectors",
            npy("queries"),
            "--query-ids",
            ids("queries"),
            "--test-qrels",
            folder.resolve("qrels"),
            "--train-qrels",
            folder.resolve("qrels"),
            "--model",
            folder.resolve("run"),
            "--json",
            json,
            "--out",
            folder.resolve("measured"));
    assertThat(measured.err()).doesNotContain("ehi: ");
    assertThat(measured.out()).contains("run + EHI tree, tuned", "1 training query: 200 queries");
    assertThat(ResultsJson.read(json))
        .isEqualTo(ResultsJson.read(folder.resolve("measured/results.json")));
  }

  @Test
  void vectorsOfDocumentsAreEnoughToTrainATree() throws IOException {
    Cli trained = trainedOnDocumentsAlone("--depth", "index", "--epochs", "2");
    assertThat(trained.err()).doesNotContain("ehi: ");
    assertThat(trained.exitCode()).isZero();
    assertThat(trained.out())
        .contains("no judgements used", "top 10 of exact search")
        .contains("at the start: exact 1.0000");

    Cli indexed =
        Cli.run(
            "index",
            "create",
            "--model",
            folder.resolve("run"),
            "--vectors",
            npy("documents"),
            "--ids",
            ids("documents"),
            "--index",
            folder.resolve("index"));
    assertThat(indexed.out()).contains("200 in all");
  }

  @Test
  void aRunThatDivergesSaysWhereToLook() throws IOException {
    Path run = folder.resolve("run");
    Cli trained =
        trainedOnDocumentsAlone(
            "--depth",
            "adapter",
            "--set",
            "optimizer.encoder-rate=1e30",
            "--set",
            "optimizer.warmup=0");
    assertThat(trained.exitCode()).isEqualTo(1);
    assertThat(trained.err().lines().toList().getLast())
        .startsWith("ehi: training diverged after ")
        .endsWith("'ehi inspect %s' shows how training went until then".formatted(run));

    Path json = folder.resolve("run.json");
    Cli inspected = Cli.run("inspect", run, "--json", json);
    assertThat(inspected.exitCode()).isZero();
    assertThat(inspected.out())
        .contains("updates; not at its end", "failure: divergence", "training diverged after ")
        .doesNotContain("no failure signature found");
    assertThat(Files.readString(json))
        .contains("\"complete\" : false", "\"severity\" : \"FAILURE\"", "\"model\" : null");
  }

  @Test
  void givenVectorsAndTextsAreNotMixed() {
    Cli mixed = Cli.run("eval", "--out", folder.resolve("measured"));
    assertThat(mixed.exitCode()).isNotZero();
    assertThat(mixed.err()).contains("give --data, or vectors");
  }

  private Cli trainedOnDocumentsAlone(String... options) throws IOException {
    Vectors documents = RandomTrees.matrix(DOCUMENTS, 16, new SplittableRandom(6));
    documents.normalize();
    write("documents", documents);
    List<Object> command =
        new ArrayList<>(
            List.of(
                "train",
                "--document-vectors",
                npy("documents"),
                "--document-ids",
                ids("documents"),
                "--label-free",
                "--set",
                "index.branching=8",
                "--out",
                folder.resolve("run")));
    command.addAll(List.of(options));
    return Cli.run(command.toArray());
  }

  private void anInterruptedBatchWritesNothing(Path index) {
    Path run = folder.resolve("interrupted.run");
    Thread.currentThread().interrupt();
    Cli searched =
        Cli.run(
            "search",
            "--index",
            index,
            "--query-vectors",
            npy("queries"),
            "--query-ids",
            ids("queries"),
            "--run",
            run);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(searched.exitCode()).isEqualTo(1);
    assertThat(searched.err()).isEqualToIgnoringNewLines("ehi: stopped");
    assertThat(run).doesNotExist();
  }

  private void write(String name, Vectors vectors) throws IOException {
    VectorFiles.writeNpy(npy(name), vectors);
    List<String> ids = IntStream.range(0, DOCUMENTS).mapToObj(String::valueOf).toList();
    VectorFiles.writeIds(ids(name), ids);
  }

  private Path npy(String name) {
    return folder.resolve(name + ".npy");
  }

  private Path ids(String name) {
    return folder.resolve(name + ".ids");
  }
}
