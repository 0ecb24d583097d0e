package dev.ehi.train.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/** The CRC-32C of every file below a directory, in its file {@code checksums}, one a line. */
final class Checksums {
  private static final String FILE = "checksums";

  private Checksums() {}

  static void write(Path directory) throws IOException {
    Files.write(directory.resolve(FILE), of(directory));
  }

  /**
   * Reads all files and compares.
   *
   * @throws IOException if a file is missing, was added or has changed
   */
  static void verify(Path directory) throws IOException {
    List<String> expected = Files.readAllLines(directory.resolve(FILE));
    List<String> actual = of(directory);
    if (!actual.equals(expected)) {
      expected.removeAll(actual);
      throw new IOException(
          "files are not as they were written" + (expected.isEmpty() ? "" : ": " + expected));
    }
  }

  private static List<String> of(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files =
          walk.filter(Files::isRegularFile).filter(file -> !file.endsWith(FILE)).sorted().toList();
    }
    List<String> lines = new ArrayList<>();
    for (Path file : files) {
      try (CheckedInputStream in =
          new CheckedInputStream(Files.newInputStream(file), new CRC32C())) {
        in.transferTo(OutputStream.nullOutputStream());
        lines.add("%s %08x".formatted(directory.relativize(file), in.getChecksum().getValue()));
      }
    }
    return lines;
  }
}
