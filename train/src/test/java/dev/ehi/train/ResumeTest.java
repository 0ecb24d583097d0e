package dev.ehi.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.testing.TinyRun;
import dev.ehi.train.testing.TinyRunMain;
import java.io.BufferedReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was stopped or killed computes what it would have computed otherwise. */
class ResumeTest {
  @TempDir Path folder;

  @Test
  void afterAStopEveryNumberIsTheSame() throws Exception {
    TrainConfig config = TinyRun.config("epochs", "2");
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

  @Test
  void afterAKillEveryNumberIsTheSame() throws Exception {
    TrainInput input = TinyRun.texts(folder);
    Path whole = folder.resolve("whole");
    Path killed = folder.resolve("killed");
    TrainResult.Complete uninterrupted = TinyRun.complete(TinyRunMain.config(), input, whole);

    runInOwnProcessAndKillAtStep(10);
    assertThat(Files.exists(killed.resolve("model"))).isFalse();
    TrainResult.Complete continued = TinyRun.complete(TinyRunMain.config(), input, killed);

    assertSame(whole, uninterrupted, killed, continued);
    assertThat(killed.resolve("checkpoint")).doesNotExist();
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

  private static void assertSame(
      Path whole, TrainResult.Complete expected, Path continued, TrainResult.Complete actual)
      throws Exception {
    List<String> lines = TinyRun.computed(continued);
    assertThat(lines).containsExactlyElementsOf(TinyRun.computed(whole));
    assertThat(lines).anyMatch(line -> line.contains("\"event\":\"mining\",\"step\":13"));
    assertThat(actual.best()).isEqualTo(expected.best());
    assertThat(actual.chosen()).isEqualTo(expected.chosen());
    assertThat(actual.tokens()).isEqualTo(expected.tokens());
    assertThat(weights(continued)).isEqualTo(weights(whole));
  }

  private static byte[] weights(Path output) throws Exception {
    return Files.readAllBytes(output.resolve("model").resolve("model.safetensors"));
  }

  private void runInOwnProcessAndKillAtStep(int step) throws Exception {
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
      while (line != null && !line.equals("step " + step)) {
        line = output.readLine();
      }
      assertThat(line).isEqualTo("step " + step);
      process.destroyForcibly().waitFor();
    }
  }
}
