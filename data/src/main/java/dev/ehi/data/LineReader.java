package dev.ehi.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;

/**
 * Reads UTF-8 lines and counts them. A byte order mark and carriage returns before line ends are
 * dropped. A line that is not UTF-8 is refused by {@link #text()}, and reading can go on after it.
 */
final class LineReader implements Closeable {
  private static final int MAX_LINE_BYTES = 64 << 20;
  private static final char REPLACEMENT = '\uFFFD';

  private final TextFile file;
  private final InputStream in;
  private byte[] buffer = new byte[1 << 16];
  private int filled;
  private int from;
  private int to;
  private int next;
  private long line;

  LineReader(TextFile file) {
    this.file = file;
    try {
      this.in = file.open();
    } catch (ClosedByInterruptException e) {
      throw cancelled();
    } catch (NoSuchFileException e) {
      throw DataException.inFile(file.name(), "no such file", e);
    } catch (IOException e) {
      throw DataException.inFile(file.name(), "cannot be opened: " + reason(e), e);
    }
  }

  /**
   * Moves to the next line; false at the end.
   *
   * @throws DataException when the bytes end early or cannot be decompressed; nothing more can be
   *     read then
   */
  boolean advance() {
    from = next;
    int end = from;
    while (true) {
      while (end < filled && buffer[end] != '\n') {
        end++;
      }
      if (end < filled) {
        next = end + 1;
        break;
      }
      int scanned = end - from;
      if (!fill()) {
        if (scanned == 0) {
          return false;
        }
        end = from + scanned;
        next = end;
        break;
      }
      end = from + scanned;
    }
    line++;
    to = end > from && buffer[end - 1] == '\r' ? end - 1 : end;
    if (line == 1) {
      skipByteOrderMark();
    }
    return true;
  }

  /** The current line's number, from 1. */
  long line() {
    return line;
  }

  /**
   * The current line without its end.
   *
   * @throws DataException when it is not UTF-8
   */
  String text() {
    String text = new String(buffer, from, to - from, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      requireUtf8();
    }
    return text;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file.name(), e);
    }
  }

  /** Keeps the bytes from {@code from} on and reads more behind them; false at the end. */
  private boolean fill() {
    int kept = filled - from;
    if (kept >= MAX_LINE_BYTES) {
      throw DataException.atLine(
          file.name(), line + 1, "longer than 64 MiB; this does not look like a text file");
    }
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, kept);
      from = 0;
      filled = kept;
    }
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    try {
      int read = in.read(buffer, filled, buffer.length - filled);
      filled += Math.max(read, 0);
      return read > 0;
    } catch (ClosedByInterruptException e) {
      throw cancelled();
    } catch (IOException e) {
      throw DataException.atLine(
          file.name(),
          line + 1,
          "cannot be read on: " + reason(e) + "; the file may be truncated or damaged",
          e);
    }
  }

  private void skipByteOrderMark() {
    if (to - from >= 3
        && buffer[from] == (byte) 0xEF
        && buffer[from + 1] == (byte) 0xBB
        && buffer[from + 2] == (byte) 0xBF) {
      from += 3;
    }
  }

  private void requireUtf8() {
    ByteBuffer bytes = ByteBuffer.wrap(buffer, from, to - from);
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes);
    } catch (CharacterCodingException e) {
      throw DataException.atLine(
          file.name(),
          line,
          "not UTF-8 from byte %d of the line on; convert the file to UTF-8"
              .formatted(bytes.position() - from + 1),
          e);
    }
  }

  private CancellationException cancelled() {
    return new CancellationException("interrupted while reading " + file.name());
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
