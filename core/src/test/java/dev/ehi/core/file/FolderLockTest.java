package dev.ehi.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
  @TempDir private Path temporary;

  @Test
  void aFolderHasOneUserAtATime() throws Exception {
    Path folder = temporary.resolve("run");
    try (FolderLock first = FolderLock.of(folder)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> FolderLock.of(folder))
          .hasMessageStartingWith(folder + ": is in use");
    }
    FolderLock.of(folder).close();
  }
}
