package dev.ehi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A set is trained on, indexed, searched, changed and measured, all from the command line. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LifeOfAnIndexTest {

  @TempDir private static Path folder;

  @Test
  @Order(1)
  void trainsTheTreeOnFrozenVectors() throws IOException {
    ThingsSet.write(folder.resolve("set"));
    Cli result =
        Cli.run(
            "train",
            "--data",
            folder.resolve("set"),
            "--out",
            folder.resolve("run"),
            "--depth",
            "index",
            "--epochs",
            "1",
            "--set",
            "index.branching=4",
            "--set",
            "sampling.batch=8",
            "--json",
            folder.resolve("train.json"));
    assertThat(result.err()).doesNotContain("ehi: ");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains("4 leaves")
        .containsPattern(
            "caution: few updates: \\d+ updates in all.*; try --set length.at-least=300")
        .contains("caution: few dev queries");
    assertThat(folder.resolve("run/model/ehi/tree.safetensors")).exists();
    assertThat(Files.readString(folder.resolve("train.json"))).contains("\"steps\"");

    Cli table = Cli.run("results", "runs", "a tree=" + folder.resolve("train.json"));
    assertThat(table.err()).isEmpty();
    assertThat(table.out()).contains("| a tree ").contains("| leaves |");
    Cli wrong = Cli.run("results", "runs", "x=" + folder.resolve("set/corpus.jsonl"));
    assertThat(wrong.err()).contains("corpus.jsonl: not a summary that 'ehi train --json' wrote");
  }

  @Test
  @Order(2)
  void indexesEveryDocumentOnce() {
    Cli created = create("index", "--encoding", "int8");
    assertThat(created.err()).doesNotContain("ehi: ");
    assertThat(created.exitCode()).isZero();
    assertThat(created.out()).contains("60 documents added").contains("60 in all");

    Cli again = create("index", "--encoding", "int8");
    assertThat(again.out()).contains("0 documents added").contains("60 in all");

    Cli other = create("index", "--encoding", "int4");
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.err())
        .contains("has the layout int8, leaves a document: 1, vectors: keep, not int4");
  }

  @Test
  @Order(3)
  void findsTheDocumentAndTellsWhereItLooked() {
    Cli result =
        search("--beam", "4", "-k", "3", "the guitar was painted by an artist nobody knows");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out().lines().findFirst().orElseThrow()).contains("guitar-2");
    assertThat(result.out()).contains("visited 60 of 60 documents (100.00 %) in 4 leaves");
    assertThat(search("--surprisal", "0", "-k", "1", "a guitar").out()).contains("in 1 leaves");
    assertThat(search("--surprisal", "-1", "a guitar").err()).contains("at least 0 nats, got -1");
  }

  @Test
  @Order(3)
  void goesOnFromTheBestDocumentsToLinkedLeaves() {
    Cli result = search("--max-docs", "1", "--follow", "60", "-k", "3", "a guitar");
    assertThat(result.err()).doesNotContain("ehi: ");
    assertThat(result.out()).contains("linked  ").contains("visited 60 of 60 documents");
    assertThat(search("--surprisal", "0", "--follow", "60", "a guitar").out()).contains("linked  ");
    assertThat(search("--beam", "1", "--follow", "60", "a guitar").out()).contains("linked  ");
    assertThat(search("--beam", "1", "--follow-near", "5", "a guitar").out()).contains("linked  ");
    assertThat(Cli.run("link", folder.resolve("run"), "--links", "2").exitCode()).isZero();
    assertThat(search("--beam", "1", "a guitar").err()).as("linked anew").doesNotContain("ehi: ");
    assertThat(search("--follow-near", "-1", "a guitar").err()).contains("at least 0, got -1");
    assertThat(search("--follow-near", "1", "--follow", "2", "a guitar").exitCode()).isEqualTo(2);
    assertThat(search("--recall", ".9", "--follow", "2", "a guitar").err())
        .contains("leave out --follow");
    assertThat(search("--max-docs", "9", "--beam", "2", "a guitar").exitCode()).isEqualTo(2);
  }

  @Test
  @Order(3)
  void anIndexCanDropItsVectors() throws IOException {
    Cli refused = create("no-vectors", "--store-raw", "no");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("encode them by int8 or int4, or keep the vectors");

    Cli created = create("no-vectors", "--encoding", "int8", "--store-raw", "no");
    assertThat(created.err()).doesNotContain("ehi: ");
    assertThat(created.out()).contains("60 documents added");
    Path index = folder.resolve("no-vectors");
    assertThat(Cli.run("inspect", index).out())
        .contains("dropped")
        .contains(".ehiq")
        .doesNotContain(".ehiv");

    ThingsSet.write(folder.resolve("later"), "volcano");
    Cli added = Cli.run("index", "add", "--index", index, "--data", folder.resolve("later"));
    assertThat(added.out()).contains("63 in all");
    assertThat(Cli.run("index", "compact", "--index", index).exitCode()).isZero();
    assertThat(Cli.run("inspect", index).out()).contains("dropped").doesNotContain(".ehiv");
    Path queries = folder.resolve("set/queries.jsonl");
    Cli calibrated = Cli.run("index", "calibrate", "--index", index, "--queries", queries);
    assertThat(calibrated.out()).contains("calibrated on 60 queries and 63 documents");
    assertThat(Cli.run("inspect", index).out()).contains("not carried");
    assertThat(Cli.run("index", "compact", "--index", index).exitCode()).isZero();
    assertThat(Cli.run("inspect", index).out()).doesNotContain("not carried");
    Cli found =
        Cli.run("search", "--index", index, "--recall", ".9", "-k", "1", "a volcano at the market");
    assertThat(found.out()).contains("volcano-1");
    Cli measured =
        Cli.run(
            "eval",
            "--data",
            folder.resolve("set"),
            "--index",
            index,
            "--out",
            folder.resolve("measured-without"));
    assertThat(measured.exitCode()).isEqualTo(1);
    assertThat(measured.err()).contains("no-vectors has dropped its float32 vectors");
  }

  @Test
  @Order(3)
  void anIndexOfASetWithDevQueriesIsCalibratedAndCarriesIt() throws IOException {
    Path set = folder.resolve("with-dev");
    ThingsSet.write(set);
    Files.copy(set.resolve("qrels/test.tsv"), set.resolve("qrels/dev.tsv"));
    Path index = folder.resolve("calibrated");
    Cli created =
        Cli.run(
            "index", "create", "--model", folder.resolve("run"), "--data", set, "--index", index);
    assertThat(created.err()).doesNotContain("ehi: ");
    assertThat(Cli.run("inspect", index).out())
        .contains("top 10, calibrated on")
        .contains(" carried")
        .doesNotContain("not carried");
  }

  @Test
  @Order(3)
  void visitsWhatARecallTakes() {
    Path index = folder.resolve("index");
    Path queries = folder.resolve("set/queries.jsonl");
    assertThat(search("--recall", ".9", "a guitar").err())
        .contains("the index is not calibrated for --recall; run 'ehi index calibrate'");
    Cli without = Cli.run("index", "calibrate", "--index", index, "--data", folder.resolve("set"));
    assertThat(without.err()).contains("has no dev queries; give others with --queries");

    Cli calibrated =
        Cli.run("index", "calibrate", "--index", index, "--queries", queries, "--check", queries);
    assertThat(calibrated.err()).doesNotContain("ehi: ");
    assertThat(calibrated.out())
        .contains("top 10, calibrated on 60 queries and 60 documents")
        .containsPattern("0\\.95 +(0\\.9[5-9]|1\\.0)");
    assertThat(search("--recall", ".9", "-k", "1", "which guitar is new?").exitCode()).isZero();
    assertThat(search("--recall", "90", "a guitar").err()).contains("at most 1, got 90");
    assertThat(Cli.run("inspect", index).out()).contains("calibrated on 60 queries");
  }

  @Test
  @Order(4)
  void documentsAddedAfterTrainingAreFound() throws IOException {
    ThingsSet.write(folder.resolve("more"), "volcano");
    Cli added =
        Cli.run(
            "index", "add", "--index", folder.resolve("index"), "--data", folder.resolve("more"));
    assertThat(added.exitCode()).isZero();
    assertThat(added.out()).contains("63 in all");
    assertThat(search("-k", "1", "a volcano at the market").out()).contains("volcano-1");
  }

  @Test
  @Order(5)
  void deletedDocumentsAreNotFound() {
    Path json = folder.resolve("delete.json");
    Cli deleted =
        Cli.run(
            "index",
            "delete",
            "--index",
            folder.resolve("index"),
            "volcano-1",
            "never-there",
            "--json",
            json);
    assertThat(deleted.out()).contains("1 documents deleted, 62 documents left");
    assertThat(json).content().contains("\"deleted\" : 1").contains("\"size\" : 62");
    assertThat(search("-k", "10", "a volcano at the market").out())
        .contains("volcano-0")
        .doesNotContain("volcano-1");
  }

  @Test
  @Order(5)
  void anotherModelIsRefused() {
    Cli trained =
        Cli.run(
            "train",
            "--data",
            folder.resolve("set"),
            "--out",
            folder.resolve("other"),
            "--depth",
            "index",
            "--seed",
            "9",
            "--set",
            "index.branching=4",
            "--set",
            "sampling.batch=8");
    assertThat(trained.exitCode()).isZero();
    Cli search = search("--model", folder.resolve("other").toString(), "a volcano");
    assertThat(search.exitCode()).isEqualTo(1);
    assertThat(search.err()).contains("is not the model that the index was made with");
    Cli add =
        Cli.run(
            "index",
            "add",
            "--index",
            folder.resolve("index"),
            "--model",
            folder.resolve("other"),
            "--data",
            folder.resolve("more"));
    assertThat(add.err()).contains("is not the model that the index was made with");
  }

  @ParameterizedTest
  @Order(5)
  @ValueSource(
      strings = {"tokenizer.json", "config.json", "ehi/config.json", "ehi/tree.safetensors"})
  void aModelThatLacksAFileSaysWhich(String file) throws IOException {
    Path whole = folder.resolve("run/model").resolve(file);
    Path aside = Files.move(whole, folder.resolve("aside"));
    Cli inspected = Cli.run("inspect", folder.resolve("run"));
    Files.move(aside, whole);
    assertThat(inspected.exitCode()).isEqualTo(1);
    assertThat(inspected.err().lines())
        .singleElement()
        .asString()
        .contains(folder.resolve("run/model").toString(), file + " is missing");
  }

  @Test
  @Order(6)
  void aFileOfQueriesGivesARunThatCanBeScored() throws IOException {
    Path run = folder.resolve("test.run");
    Cli searched =
        Cli.run(
            "search",
            "--index",
            folder.resolve("index"),
            "--beam",
            "4",
            "--queries",
            folder.resolve("set/queries.jsonl"),
            "--run",
            run);
    assertThat(searched.exitCode()).isZero();
    assertThat(searched.out()).contains("60 queries");
    Path qrels = folder.resolve("test.qrels");
    Files.writeString(
        qrels,
        Stream.of("apple", "bridge")
            .map(t -> "q-%s-0 0 %s-0 1%n".formatted(t, t))
            .reduce("", String::concat));
    Cli scored = Cli.run("score", run, "--qrels", qrels);
    assertThat(scored.out()).containsPattern("R@10 +1\\.0000");
  }

  @Test
  @Order(7)
  void measuresAtMatchedBudgets() {
    Cli result =
        Cli.run(
            "eval",
            "--data",
            folder.resolve("set"),
            "--model",
            folder.resolve("run"),
            "--out",
            folder.resolve("measured"));
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("EHI tree").contains("k-means IVF").contains("HNSW");
    assertThat(folder.resolve("measured/report.html")).isNotEmptyFile();
    assertThat(folder.resolve("measured/results.json")).isNotEmptyFile();
  }

  @Test
  @Order(8)
  void looksIntoModelAndIndex() {
    assertThat(Cli.run("inspect", folder.resolve("run")).out())
        .contains("run on set: 60 documents", "updates; complete")
        .containsPattern("refined +1\\.0000")
        .contains("caution: few dev queries")
        .contains("branching 4, height 1, 4 leaves")
        .contains("onnx/model.onnx");
    assertThat(Cli.run("inspect", folder.resolve("index")).out())
        .contains("62 documents (1 deleted)", "int8")
        .contains("deleted but not merged away: 1, 1.6 %", "verdict: sound")
        .containsPattern("documents +60 +62")
        .contains("checksums of all files are right");
  }

  @Test
  @Order(9)
  void aFlippedByteIsDetected() throws IOException {
    Path vectors;
    try (Stream<Path> files = Files.list(folder.resolve("index"))) {
      vectors =
          files
              .filter(file -> file.toString().endsWith(".ehiv"))
              .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
              .orElseThrow();
    }
    try (RandomAccessFile file = new RandomAccessFile(vectors.toFile(), "rw")) {
      file.seek(file.length() / 2);
      int old = file.read();
      file.seek(file.length() / 2);
      file.write(old ^ 1);
    }
    Cli result = Cli.run("inspect", folder.resolve("index"));
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("checksum");
  }

  private Cli create(String name, String... options) {
    return Cli.run(
        Stream.concat(
                Stream.of(
                    "index",
                    "create",
                    "--model",
                    folder.resolve("run"),
                    "--data",
                    folder.resolve("set"),
                    "--index",
                    folder.resolve(name)),
                Stream.of(options))
            .toArray());
  }

  private Cli search(String... options) {
    return Cli.run(
        Stream.concat(Stream.of("search", "--index", folder.resolve("index")), Stream.of(options))
            .toArray());
  }
}
