package dev.ehi.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
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
        .hasMessage(file + ": cannot be written: disk full");

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

  @Test
  void whatAKilledProcessLeftIsSweptAndWhatALivingOneMakesIsNot() throws Exception {
    Path target = temporary.resolve("set");
    Process living = making(target);
    try {
      making(target).destroyForcibly().waitFor();
      Path unrelated = Files.writeString(temporary.resolve(".set.notes.tmp"), "mine");
      assertThat(temporary.toFile().list()).hasSize(5);

      DurableFiles.write(target, "whole");
      assertThat(temporary.toFile().list()).as("target, notes, and of the living two").hasSize(4);

      living.destroyForcibly().waitFor();
      DurableFiles.write(temporary.resolve("other"), "whole");
      assertThat(temporary.toFile().list()).as("another target sweeps its own").hasSize(5);

      DurableFiles.write(target, "whole again");
      assertThat(temporary.toFile().list())
          .containsExactlyInAnyOrder("set", "other", unrelated.getFileName().toString());
    } finally {
      living.destroyForcibly();
    }
  }

  /** A process that has begun a directory and never ends it. */
  private static Process making(Path target) throws IOException {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                Unfinished.class.getName(),
                target.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("begun");
    return process;
  }

  /** Begins a directory and waits. */
  static final class Unfinished {
    private Unfinished() {}

    public static void main(String[] args) throws Exception {
      try (StagedDirectory staged = StagedDirectory.beside(Path.of(args[0]))) {
        Files.writeString(staged.path().resolve("a"), "half");
        System.out.println("begun");
        new CountDownLatch(1).await();
        staged.commit();
      }
    }
  }

  @Test
  void aWriteOfThisProcessIsNotSweptByAnother() throws Exception {
    Path target = temporary.resolve("set");
    try (StagedDirectory first = StagedDirectory.beside(target);
        StagedDirectory second = StagedDirectory.beside(target)) {
      assertThat(first.path()).isDirectory();
      second.commit();
    }
    assertThat(target).isEmptyDirectory();
    assertThat(temporary.toFile().list()).containsExactly("set");
  }

  @Test
  void linksAreFollowedAndDirectoriesRefused() throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "old");
    Path link = Files.createSymbolicLink(temporary.resolve("link"), file);
    DurableFiles.write(link, "new");
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");

    assertThatThrownBy(() -> DurableFiles.write(temporary, "text"))
        .hasMessage(temporary + ": is a directory; name a file");
  }

  @Test
  void devicesAreWrittenTo() throws Exception {
    Path device = Path.of("/dev/null");
    assumeThat(device).exists();
    DurableFiles.write(device, "gone");
    assertThat(Files.isRegularFile(device)).isFalse();
  }
}
