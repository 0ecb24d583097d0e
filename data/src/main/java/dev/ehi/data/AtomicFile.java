package dev.ehi.data;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.GZIPOutputStream;

/** Writes files that appear under their name only when whole and on disk. */
final class AtomicFile {
  private static final int BUFFER = 1 << 16;

  private AtomicFile() {}

  /** Writes the bytes of a file. */
  interface Bytes {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes the text of a file. */
  interface Text {
    void writeTo(Writer out) throws IOException;
  }

  /** Writes bytes as they are. */
  static void writeBytes(Path target, Bytes content) throws IOException {
    Path folder = target.toAbsolutePath().resolveSibling("");
    Files.createDirectories(folder);
    String unique = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path temporary = folder.resolve("." + target.getFileName() + "." + unique + ".tmp");
    try {
      try (FileChannel file =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER);
        content.writeTo(out);
        out.flush();
        file.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      syncFolder(folder);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Writes UTF-8 text, compressed where the name ends in {@code .gz}. */
  static void writeText(Path target, Text content) throws IOException {
    boolean compressed = target.toString().endsWith(".gz");
    writeBytes(
        target,
        bytes -> {
          GZIPOutputStream gzip = compressed ? new GZIPOutputStream(bytes, BUFFER) : null;
          Writer out = writer(gzip == null ? bytes : gzip);
          content.writeTo(out);
          out.flush();
          if (gzip != null) {
            gzip.finish();
          }
        });
  }

  /** A UTF-8 writer in which unpaired surrogates become question marks. */
  static Writer writer(OutputStream out) {
    return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER);
  }

  /** Makes renames in the folder durable, where the system can open folders. */
  static void syncFolder(Path folder) {
    try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
      opened.force(true);
    } catch (IOException e) {
      // Windows cannot open folders; the rename itself has succeeded.
      return;
    }
  }
}
