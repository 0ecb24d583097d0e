package dev.ehi.eval.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes text files that appear under their name only when whole and on disk. */
final class WholeFile {

  private WholeFile() {}

  static void write(Path target, String text) {
    Path folder = target.toAbsolutePath().resolveSibling("");
    try {
      Files.createDirectories(folder);
      long process = ProcessHandle.current().pid();
      Path temporary = folder.resolve(".%s.%d.tmp".formatted(target.getFileName(), process));
      try {
        Files.write(temporary, text.getBytes(StandardCharsets.UTF_8));
        try (FileChannel file = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
          file.force(true);
        }
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + target, e);
    }
  }
}
