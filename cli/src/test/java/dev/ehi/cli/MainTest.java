package dev.ehi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quickstart",
        "data javasearch",
        "data",
        "data beir",
        "data beir check",
        "data msmarco stats",
        "data beir convert",
        "train",
        "index",
        "link",
        "index create",
        "index add",
        "index delete",
        "index compact",
        "search",
        "eval",
        "score",
        "inspect"
      })
  void everyCommandExplainsItself(String command) {
    Cli help = Cli.run((Object[]) (command + " --help").split(" "));
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).startsWith("Usage: ehi " + command.replace("msmarco", "beir"));
  }

  @Test
  void unknownOptionsAreAUsageError() {
    Cli result = Cli.run("search", "--index", "x", "--indx", "y");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("--indx");
  }

  @Test
  void missingOptionsAreAUsageError() {
    assertThat(Cli.run("train", "--data", "x").exitCode()).isEqualTo(2);
    assertThat(Cli.run("eval", "--data", folder, "--out", folder).exitCode()).isEqualTo(2);
    Cli idle = Cli.run("search", "--index", "x", "--run", "y", "a question");
    assertThat(idle.exitCode()).isEqualTo(2);
    assertThat(idle.err()).contains("--run is for a file of queries");
  }

  @Test
  void aCorpusAloneIsCheckedAndConverted() throws IOException {
    Files.writeString(folder.resolve("corpus.jsonl"), "{\"_id\": \"1\", \"text\": \"a\"}\n");
    Cli check = Cli.run("data", "beir", "check", folder);
    assertThat(check.err()).doesNotContain("ehi: ");
    assertThat(check.exitCode()).isZero();
    Cli converted = Cli.run("data", "beir", "convert", folder, "--out", folder.resolve("to"));
    assertThat(converted.out()).contains("1 documents, 0 queries");
  }

  @Test
  void anErrorIsOneLineWithoutStackTrace() {
    Cli result = Cli.run("inspect", folder.resolve("nowhere"));
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .startsWith("ehi: ")
        .contains("nowhere");
  }

  @Test
  void verboseAddsTheStackTrace() {
    Cli result = Cli.run("inspect", "--verbose", folder.resolve("nowhere"));
    assertThat(result.err()).contains("\tat dev.ehi.cli.inspect.InspectCommand.call");
  }

  @Test
  void malformedDataNamesFileAndLine() throws IOException {
    Files.writeString(folder.resolve("corpus.jsonl"), "{\"_id\": \"1\", \"text\": \"a\"}\n{oops\n");
    Files.writeString(folder.resolve("queries.jsonl"), "{\"_id\": \"q\", \"text\": \"a\"}\n");

    Cli check = Cli.run("data", "beir", "check", folder);
    assertThat(check.exitCode()).isEqualTo(1);
    assertThat(check.out()).contains("corpus.jsonl:2").contains("cannot be used");

    Cli convert = Cli.run("data", "beir", "convert", folder, "--out", folder.resolve("copy"));
    assertThat(convert.exitCode()).isEqualTo(1);
    assertThat(convert.err()).contains("corpus.jsonl").contains("2");
    assertThat(folder.resolve("copy")).doesNotExist();
  }

  @Test
  void aConvertedSetIsCounted() throws IOException {
    Path set = folder.resolve("set");
    Files.createDirectories(set.resolve("qrels"));
    Files.writeString(set.resolve("corpus.jsonl"), "{\"_id\": \"1\", \"text\": \"a\"}\n");
    Files.writeString(set.resolve("queries.jsonl"), "{\"_id\": \"q\", \"text\": \"a\"}\n");
    Files.writeString(set.resolve("qrels/test.tsv"), "query-id\tcorpus-id\tscore\nq\t1\t1\n");
    Path json = folder.resolve("converted.json");

    Cli converted =
        Cli.run("data", "beir", "convert", set, "--out", folder.resolve("to"), "--json", json);

    assertThat(converted.exitCode()).isZero();
    assertThat(converted.out()).contains("1 documents, 1 queries, judgements {test=1}");
    assertThat(json).content().contains("\"documents\" : 1").contains("\"test\" : 1");
  }

  @Test
  void runsAreScoredAsByTrecEval() throws IOException {
    Path run = Files.writeString(folder.resolve("run"), "q1 Q0 a 1 2 t\nq1 Q0 b 2 1 t\n");
    Path qrels = Files.writeString(folder.resolve("qrels"), "q1 0 b 1\n");
    Path json = folder.resolve("out/means.json");

    Cli result = Cli.run("score", run, "--qrels", qrels, "--json", json);

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).containsPattern("MRR@10 +0\\.5000");
    assertThat(Files.readString(json)).contains("\"MRR@10\" : 0.5");
  }

  @Test
  void unknownConfigurationKeysAreNamedWithTheNearest() throws IOException {
    Path config = Files.writeString(folder.resolve("c.yaml"), "optimizer:\n  encoder-rat: 1e-5\n");
    Cli result =
        Cli.run(
            "train",
            "--data",
            "x",
            "--out",
            folder.resolve("run"),
            "--config",
            config,
            "--print-config");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("c.yaml").contains("did you mean 'encoder-rate'");
  }

  @Test
  void theResolvedConfigurationCanBePrinted() {
    Cli result =
        Cli.run(
            "train",
            "--data",
            "x",
            "--out",
            "y",
            "--depth",
            "index",
            "--budget",
            "quick",
            "--epochs",
            "3",
            "--print-config");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .containsPattern("length:\\s+epochs: 3.0\\s+at-least: 0\\s+at-most: 0")
        .contains("max-document-tokens: 64")
        .containsPattern("depth:\\s+type: \"?index");
  }

  @Test
  void aFileIsLaidOverTheBudget(@TempDir Path folder) throws IOException {
    Path config = Files.writeString(folder.resolve("c.yaml"), "length:\n  at-most: 1500\n");
    Cli result =
        Cli.run("train", "--budget", "thorough", "--config", config.toString(), "--print-config");
    assertThat(result.out())
        .containsPattern("length:\\s+epochs: 3.0\\s+at-least: 1000\\s+at-most: 1500");
  }

  @Test
  void labelFreeChoosesTheSupervisionThatTheInputAllows() {
    Cli texts = Cli.run("train", "--data", "x", "--label-free", "--print-config");
    assertThat(texts.out()).containsPattern("supervision:\\s+type: \"?text");
    Cli vectors =
        Cli.run(
            "train",
            "--document-vectors",
            "x.npy",
            "--document-ids",
            "x.ids",
            "--depth",
            "index",
            "--label-free",
            "--print-config");
    assertThat(vectors.err()).isEmpty();
    assertThat(vectors.out()).containsPattern("supervision:\\s+type: \"?neighbours");
  }

  @Test
  void withoutJudgementsTheErrorSaysHowToDoWithout() throws IOException {
    Files.writeString(folder.resolve("corpus.jsonl"), "{\"_id\": \"1\", \"text\": \"a\"}\n");
    Cli texts = Cli.run("train", "--data", folder, "--out", folder.resolve("run"));
    assertThat(texts.exitCode()).isEqualTo(1);
    assertThat(texts.err()).contains("has no split 'train'").contains("--label-free");
    Cli vectors =
        Cli.run(
            "train",
            "--depth",
            "index",
            "--document-vectors",
            "x.npy",
            "--document-ids",
            "x.ids",
            "--out",
            folder.resolve("run"));
    assertThat(vectors.exitCode()).isEqualTo(1);
    assertThat(vectors.err()).contains("--train-qrels").contains("--label-free");
  }
}
