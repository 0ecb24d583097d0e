package dev.ehi.data;

import dev.ehi.core.file.DurableFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes UTF-8 text files that appear whole or not at all. */
final class TextOutput {
  private static final int BUFFER = 1 << 16;

  private TextOutput() {}

  /** Writes the text of a file. */
  interface Text {
    void writeTo(Writer out) throws IOException;
  }

  /** Writes a file, compressed where its name ends in {@code .gz}. */
  static void write(Path target, Text content) throws IOException {
    boolean compressed = target.toString().endsWith(".gz");
    DurableFiles.write(
        target,
        channel -> {
          OutputStream bytes = Channels.newOutputStream(channel);
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
}
