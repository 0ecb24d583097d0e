package dev.ehi.data;

import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A text file as a lazy stream of what stands on its lines; blank lines are passed over. Reading
 * ends with a {@link CancellationException} when the thread is interrupted.
 */
final class RecordStream<T> extends Spliterators.AbstractSpliterator<T> {
  /** Turns one line into a value. */
  interface LineParser<T> {
    /** Null when the line holds no value, such as a header. */
    @Nullable T parse(String text, long line);
  }

  private final TextFile file;
  private final LineParser<T> parser;
  private final Problems problems;
  private @Nullable LineReader reader;
  private boolean done;

  private RecordStream(TextFile file, LineParser<T> parser, Problems problems) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.file = file;
    this.parser = parser;
    this.problems = problems;
  }

  /**
   * The file is opened with the first element and closed at the end, at an error, or with the
   * stream. The parser may keep state: it belongs to this stream alone.
   */
  static <T> Stream<T> of(TextFile file, LineParser<T> parser, Problems problems) {
    RecordStream<T> records = new RecordStream<>(file, parser, problems);
    return StreamSupport.stream(records, false).onClose(records::finish);
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    T value = next();
    if (value == null) {
      return false;
    }
    action.accept(value);
    return true;
  }

  private @Nullable T next() {
    try {
      while (!done) {
        checkInterrupt();
        LineReader lines = reader();
        if (!lines.advance()) {
          finish();
          return null;
        }
        T value = parsed(lines);
        if (value != null) {
          return value;
        }
      }
    } catch (DataException e) {
      finish();
      problems.report(e);
    }
    return null;
  }

  private @Nullable T parsed(LineReader lines) {
    try {
      String text = lines.text();
      return text.isBlank() ? null : parser.parse(text, lines.line());
    } catch (DataException e) {
      problems.report(e);
      return null;
    }
  }

  private LineReader reader() {
    if (reader == null) {
      reader = new LineReader(file);
    }
    return reader;
  }

  private void checkInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      finish();
      throw new CancellationException("interrupted while reading " + file.name());
    }
  }

  private void finish() {
    done = true;
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
