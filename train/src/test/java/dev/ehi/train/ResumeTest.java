package dev.ehi.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.core.progress.Progress;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.testing.TinyRun;
import dev.ehi.train.testing.TinyRunMain;
import java.io.BufferedReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that was stopped or killed computes what it would have computed otherwise. */
class ResumeTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"fp32, 1, full, 1", "bf16, 2, full, 1", "fp32, 1, adapter, 1", "fp32, 1, adapter, 3"})
  void afterAStopEveryNumberIsTheSame(String precision, String threads, String depth, String height)
      throws Exception {
    TrainConfig config =
        TinyRun.config(
            "length.epochs", "2",
            "encoder.precision", precision,
            "threads", threads,
            "depth.type", depth,
            "index.height", height,
            "index.trained-leaves", "16");
    TrainInput input = TinyRun.texts(folder);
    Path whole = folder.resolve("whole");
    Path stopped = folder.resolve("stopped");
    TrainResult.Complete uninterrupted = TinyRun.complete(config, input, whole);

    assertThat(TinyRun.stopAfter(5, config, input, stopped)).isEqualTo(new TrainResult.Stopped(5));
    assertThat(Files.exists(stopped.resolve("model"))).isFalse();
    assertThat(TinyRun.stopAfter(17, config, input, stopped))
        .isEqualTo(new TrainResult.Stopped(17));
    TrainResult.Complete continued = TinyRun.complete(config, input, stopped);

    assertSame(whole, uninterrupted, stopped, continued);
  }

  /** The second of the two encodings of training queries in a survey is that for the mining. */
  @Test
  void aStopBetweenScoringAndMiningLogsNothingTwice() throws Exception {
    TrainConfig config = TinyRun.config("length.epochs", "2");
    TrainInput input = TinyRun.texts(folder);
    Path whole = folder.resolve("whole");
    Path stopped = folder.resolve("stopped");
    TinyRun.complete(config, input, whole);
    StopSignal stop = new StopSignal();
    AtomicInteger encodings = new AtomicInteger();
    Progress progress =
        (name, total, unit) -> {
          if (name.equals("encoding queries") && encodings.incrementAndGet() == 4) {
            stop.stop();
          }
          return Progress.none().start(name, total, unit);
        };
    TrainResult result = Trainer.run(new TrainRequest(config, input, stopped, stop), progress);
    assertThat(result).isInstanceOf(TrainResult.Stopped.class);
    assertThat(TinyRun.events(stopped, "dev")).hasSize(2);
    assertThat(TinyRun.events(stopped, "mining")).hasSize(1);

    TinyRun.complete(config, input, stopped);
    assertThat(TinyRun.computed(stopped)).containsExactlyElementsOf(TinyRun.computed(whole));
  }

  @Test
  void aStopAfterTheLastStepLosesNoWeights() throws Exception {
    TrainConfig config = TinyRun.config("length.epochs", "2", "depth.type", "index");
    TrainInput input = TinyRun.texts(folder);
    Path whole = folder.resolve("whole");
    Path stopped = folder.resolve("stopped");
    TinyRun.complete(config, input, whole);
    StopSignal stop = new StopSignal();
    Progress progress =
        (name, total, unit) -> {
          if (name.equals("teach the tree")) {
            stop.stop();
          }
          return Progress.none().start(name, total, unit);
        };

    TrainResult result = Trainer.run(new TrainRequest(config, input, stopped, stop), progress);

    assertThat(result).isInstanceOf(TrainResult.Stopped.class);
    assertThat(stopped.resolve("model")).doesNotExist();
    TinyRun.complete(config, input, stopped);
    assertThat(TinyRun.computed(stopped)).containsExactlyElementsOf(TinyRun.computed(whole));
    for (String model : List.of("model", "trained-model")) {
      Path tree = Path.of(model, "ehi", "tree.safetensors");
      assertThat(Files.exists(stopped.resolve(tree))).isEqualTo(Files.exists(whole.resolve(tree)));
      if (Files.exists(whole.resolve(tree))) {
        assertThat(stopped.resolve(tree)).hasSameBinaryContentAs(whole.resolve(tree));
      }
    }
  }

  @Test
  void aRunThatWasStoppedBeforeItsFirstStepIsNotPlannedAnew() throws Exception {
    TrainConfig config = TinyRun.config("length.epochs", "2");
    TrainInput input = TinyRun.texts(folder);
    Path whole = folder.resolve("whole");
    Path stopped = folder.resolve("stopped");
    TinyRun.complete(config, input, whole);

    TinyRun.stopAfter(0, config, input, stopped);

    assertThat(stopped.resolve("checkpoint").resolve("step-0")).isDirectory();
    TinyRun.complete(config, input, stopped);
    assertThat(TinyRun.computed(stopped)).containsExactlyElementsOf(TinyRun.computed(whole));
  }

  @Test
  void aKilledProcessLosesAtMostWhatCameAfterItsCheckpoint() throws Exception {
    endAtStepTen(Process::destroyForcibly);
    assertThat(folder.resolve("ended").resolve("checkpoint").resolve("step-8")).isDirectory();
    assertContinuesAsIfNeverEnded();
  }

  @Test
  void aTerminatedProcessSavesItsLastStep() throws Exception {
    int exitCode = endAtStepTen(Process::destroy);
    assertThat(exitCode).isEqualTo(143);
    assertThat(folder.resolve("ended").resolve("checkpoint"))
        .isDirectoryContaining("glob:**/step-1[0-9]");
    assertContinuesAsIfNeverEnded();
  }

  private void assertContinuesAsIfNeverEnded() throws Exception {
    TrainInput input = TinyRun.texts(folder);
    Path whole = folder.resolve("whole");
    Path ended = folder.resolve("ended");
    assertThat(ended.resolve("model")).doesNotExist();
    TrainResult.Complete uninterrupted = TinyRun.complete(TinyRunMain.config(), input, whole);
    TrainResult.Complete continued = TinyRun.complete(TinyRunMain.config(), input, ended);

    assertSame(whole, uninterrupted, ended, continued);
    assertThat(ended.resolve("checkpoint")).doesNotExist();
  }

  @Test
  void aCheckpointOfAnotherRunIsRefused() throws Exception {
    TrainInput input = TinyRun.texts(folder);
    Path output = folder.resolve("run");
    TinyRun.stopAfter(2, TinyRun.config(), input, output);
    assertThatThrownBy(() -> TinyRun.complete(TinyRun.config("seed", "9"), input, output))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another configuration");
  }

  @Test
  void aCheckpointOfOtherContentsWithTheSameIdsIsRefused() throws Exception {
    TrainInput input = TinyRun.texts(folder);
    Path output = folder.resolve("run");
    TinyRun.stopAfter(2, TinyRun.config(), input, output);
    Path set = folder.resolve("set");

    change(set.resolve("corpus.jsonl"), line -> line.replaceFirst("(\"text\": *\")", "$1d7 "));
    assertThatThrownBy(() -> TinyRun.complete(TinyRun.config(), TinyRun.texts(folder), output))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other data");

    change(set.resolve("corpus.jsonl"), line -> line.replaceFirst("(\"text\": *\")d7 ", "$1"));
    assertThat(TinyRun.stopAfter(4, TinyRun.config(), TinyRun.texts(folder), output))
        .isEqualTo(new TrainResult.Stopped(4));

    String[] other = Files.readAllLines(set.resolve("qrels/train.tsv")).getLast().split("\t", -1);
    change(
        set.resolve("qrels/train.tsv"),
        line -> line.replaceFirst("\t.*\t", "\t" + other[1] + "\t"));
    assertThatThrownBy(() -> TinyRun.complete(TinyRun.config(), TinyRun.texts(folder), output))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other data");
  }

  /** Changes the eighth line of a file. */
  private static void change(Path file, UnaryOperator<String> change) throws Exception {
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    String before = lines.get(7);
    lines.set(7, change.apply(before));
    assertThat(lines.get(7)).isNotEqualTo(before);
    Files.write(file, lines);
  }

  private static void assertSame(
      Path whole, TrainResult.Complete expected, Path continued, TrainResult.Complete actual)
      throws Exception {
    List<String> lines = TinyRun.computed(continued);
    assertThat(lines).containsExactlyElementsOf(TinyRun.computed(whole));
    assertThat(lines).anyMatch(line -> line.contains("\"event\":\"mining\",\"step\":13"));
    assertThat(lines).anyMatch(line -> line.matches(".*\"assignment\",\"step\":13,.*\"churn\":.*"));
    assertThat(actual.best()).isEqualTo(expected.best());
    assertThat(actual.chosen()).isEqualTo(expected.chosen());
    assertThat(actual.tokens()).isEqualTo(expected.tokens());
    assertThat(weights(continued)).isEqualTo(weights(whole));
  }

  private static byte[] weights(Path output) throws Exception {
    return Files.readAllBytes(output.resolve("model").resolve("model.safetensors"));
  }

  /** Runs in another process and ends it at step 10. Returns its exit code. */
  private int endAtStepTen(Consumer<Process> end) throws Exception {
    TinyRun.texts(folder);
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            TinyRunMain.class.getName(),
            folder.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader output = process.inputReader()) {
      String line = output.readLine();
      while (line != null && !line.equals("step 10")) {
        line = output.readLine();
      }
      assertThat(line).isEqualTo("step 10");
      end.accept(process);
      return process.waitFor();
    }
  }
}
