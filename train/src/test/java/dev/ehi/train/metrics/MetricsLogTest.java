package dev.ehi.train.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.core.tree.LeafAgreement;
import dev.ehi.core.tree.LeafBalance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
  @TempDir Path folder;

  @Test
  void aContinuedLogForgetsWhatCameAfterTheCheckpoint() throws Exception {
    Path file = folder.resolve("log.jsonl");
    long length;
    try (MetricsLog log = MetricsLog.open(file, 0)) {
      log.write(new MetricsEvent.Mining(0, 3, 1.5, 0));
      length = log.sync();
      log.write(new MetricsEvent.Mining(9, 3, 1.5, 0));
    }
    try (MetricsLog log = MetricsLog.open(file, length)) {
      log.write(new MetricsEvent.Mining(5, 3, 2.5, 1));
    }
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "{\"event\":\"mining\",\"step\":0,\"queries\":3,\"mean_pool\":1.5,\"empty_pools\":0}",
            "{\"event\":\"mining\",\"step\":5,\"queries\":3,\"mean_pool\":2.5,\"empty_pools\":1}");
  }

  @Test
  void eventsComeBackAsTheyWereWritten() throws Exception {
    Path file = folder.resolve("log.jsonl");
    LeafBalance balance = LeafBalance.of(new int[] {3, 0, 1});
    LeafQuality leaves = new LeafQuality(balance, new LeafAgreement(4, .5, 1.25, .75), null);
    DevScore score = new DevScore(3, .5, List.of(new DevScore.AtBudget(.01, .1 + 1e-17, .1, .05)));
    List<MetricsEvent> events =
        List.of(
            new MetricsEvent.Run("set", 4, 3, 3, 2, 9, 42, Map.of("java", "25")),
            new MetricsEvent.Memory(3L << 32, 5L << 32),
            new MetricsEvent.Assignment(0, leaves, null),
            new MetricsEvent.Dev(0, score),
            new MetricsEvent.Mining(0, 3, 1.5, 0),
            new MetricsEvent.Step(
                1, 1, 2.5, Map.of("siamese", 2.0), Map.of("indexer", .1), Map.of(), 77, .25),
            new MetricsEvent.Assignment(1, leaves, .25),
            new MetricsEvent.Kmeans(1, 3, score),
            new MetricsEvent.Settled(1, leaves, score));
    try (MetricsLog log = MetricsLog.open(file, 0)) {
      events.forEach(log::write);
    }
    assertThat(MetricsLog.read(file)).isEqualTo(events);
    assertThat(Files.readAllLines(file).get(2))
        .startsWith("{\"event\":\"assignment\",\"step\":0,\"balance\":{\"leaves\":3,")
        .doesNotContain("training", "churn");
    Files.writeString(file, "{\"event\":\"min", StandardOpenOption.APPEND);
    assertThat(MetricsLog.read(file)).as("while a line is being written").isEqualTo(events);
  }

  @Test
  void aLineThatIsNoEventIsNamed() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("log.jsonl"),
            "{\"event\":\"mining\",\"step\":0}\n{\"event\":\"shipping\"}\n");
    assertThatThrownBy(() -> MetricsLog.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + ", line 2: not a line of a metrics log");
  }

  @Test
  void aLogShorterThanItsCheckpointIsAnError() throws Exception {
    Path file = Files.writeString(folder.resolve("log.jsonl"), "{}\n");
    assertThatThrownBy(() -> MetricsLog.open(file, 10))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }
}
