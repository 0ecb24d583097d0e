package dev.ehi.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A text file to read, on disk or inside a zip; names ending in {@code .gz} are decompressed.
 *
 * @param name how errors call it
 * @param raw opens the bytes as stored
 */
record TextFile(String name, Opener raw) {
  /** Opens a fresh stream of the stored bytes. */
  interface Opener {
    InputStream open() throws IOException;
  }

  static TextFile of(Path path) {
    return new TextFile(path.toString(), () -> Files.newInputStream(path));
  }

  /** The text's bytes, decompressed where the name says so. */
  InputStream open() throws IOException {
    InputStream stored = new BufferedInputStream(raw.open(), 1 << 16);
    if (!name.endsWith(".gz")) {
      return stored;
    }
    try {
      return new GZIPInputStream(stored, 1 << 16);
    } catch (IOException | RuntimeException e) {
      stored.close();
      throw e;
    }
  }
}
