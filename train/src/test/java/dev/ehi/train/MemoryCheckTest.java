package dev.ehi.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.encoder.EncoderConfig;
import dev.ehi.encoder.Pooling;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.nn.EncoderOptions;
import dev.ehi.train.nn.Precision;
import dev.ehi.train.nn.Torch;
import dev.ehi.train.sample.TokenisedTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryCheckTest {
  private static final EncoderConfig MINILM =
      new EncoderConfig(
          EncoderConfig.ModelType.BERT,
          30522,
          384,
          6,
          12,
          1536,
          512,
          2,
          1e-12f,
          EncoderConfig.Activation.GELU);

  @TempDir Path root;

  @Test
  void theSystemsMemoryCountsWithoutAGroup() throws Exception {
    file("proc/meminfo", "MemTotal:  24000 kB\nMemAvailable:   2048 kB\n");
    file("sys/fs/cgroup/memory.max", "max\n");
    file("sys/fs/cgroup/memory.current", "5\n");
    assertThat(available()).isEqualTo(2048 * 1024);
  }

  @Test
  void theGroupsLimitCountsWhereItIsLess() throws Exception {
    file("proc/meminfo", "MemAvailable: 2048 kB\n");
    file("sys/fs/cgroup/memory.max", "1000000\n");
    file("sys/fs/cgroup/memory.current", "900000\n");
    file("sys/fs/cgroup/memory.stat", "anon 1\ninactive_file 50000\n");
    assertThat(available()).isEqualTo(150_000);
  }

  @Test
  void theOlderGroupsCountToo() throws Exception {
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "1000000\n");
    file("sys/fs/cgroup/memory/memory.usage_in_bytes", "1200000\n");
    assertThat(available()).isZero();
  }

  @Test
  void unknownWithoutTheseFiles() {
    assertThat(new AvailableMemory(root).bytes()).isEmpty();
    assertThatCode(() -> require(TrainConfig.defaults())).doesNotThrowAnyException();
  }

  @Test
  void whatCannotFitIsRefusedWithWhatHelps() throws Exception {
    file("proc/meminfo", "MemAvailable: 1000000 kB\n");
    assertThatThrownBy(() -> require(TrainConfig.defaults().with("sampling.batch", "512")))
        .isInstanceOf(InsufficientMemoryException.class)
        .hasMessageContaining("976 MiB are available")
        .hasMessageContaining("sampling.batch (512)");
  }

  @Test
  void whatFitsIsAccepted() throws Exception {
    file("proc/meminfo", "MemAvailable: 8000000 kB\n");
    assertThatCode(() -> require(TrainConfig.defaults())).doesNotThrowAnyException();
  }

  private void require(TrainConfig config) {
    Torch.start(1);
    List<int[]> texts = List.of(new int[90], new int[30]);
    new MemoryCheck(new AvailableMemory(root))
        .require(
            config,
            MINILM,
            EncoderOptions.of(Pooling.MEAN, Precision.BF16),
            new TokenisedTexts(texts, List.of(new int[20]), List.of()));
  }

  private long available() {
    return new AvailableMemory(root).bytes().orElseThrow();
  }

  private void file(String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
