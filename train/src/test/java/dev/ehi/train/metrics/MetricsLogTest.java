package dev.ehi.train.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void aLogShorterThanItsCheckpointIsAnError() throws Exception {
    Path file = Files.writeString(folder.resolve("log.jsonl"), "{}\n");
    assertThatThrownBy(() -> MetricsLog.open(file, 10))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }
}
