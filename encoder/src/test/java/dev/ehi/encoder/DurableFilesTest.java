package dev.ehi.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {
  @TempDir private Path temporary;

  @Test
  void failedWritesLeaveTheOldFile() throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "old");

    assertThatThrownBy(
            () ->
                DurableFiles.write(
                    file,
                    channel -> {
                      DurableFiles.writeFully(channel, ByteBuffer.wrap(new byte[100]));
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");

    assertThat(file).hasContent("old");
    assertThat(temporary).isDirectoryContaining(file::equals);
    assertThat(temporary.toFile().list()).hasSize(1);
  }

  @Test
  void failedFillingsLeaveTheOldDirectory() throws Exception {
    Path directory = Files.createDirectory(temporary.resolve("model"));
    Files.writeString(directory.resolve("a"), "old");

    assertThatThrownBy(
            () ->
                DurableFiles.replaceDirectory(
                    directory,
                    fresh -> {
                      Files.writeString(fresh.resolve("a"), "half");
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");

    assertThat(directory.resolve("a")).hasContent("old");
    assertThat(temporary.toFile().list()).hasSize(1);
  }

  @Test
  void replacesWholeDirectories() throws Exception {
    Path directory = temporary.resolve("model");
    DurableFiles.replaceDirectory(directory, fresh -> Files.writeString(fresh.resolve("a"), "1"));
    DurableFiles.replaceDirectory(directory, fresh -> Files.writeString(fresh.resolve("b"), "2"));

    assertThat(directory.resolve("a")).doesNotExist();
    assertThat(directory.resolve("b")).hasContent("2");
    assertThat(temporary.toFile().list()).hasSize(1);
  }

  @Test
  void theFirstToCreateADirectoryWins() throws Exception {
    Path directory = temporary.resolve("model");
    DurableFiles.createDirectory(
        directory,
        mine -> {
          Files.writeString(mine.resolve("a"), "mine");
          DurableFiles.createDirectory(
              directory, theirs -> Files.writeString(theirs.resolve("a"), "theirs"));
        });

    assertThat(directory.resolve("a")).hasContent("theirs");
    assertThat(temporary.toFile().list()).hasSize(1);
  }
}
