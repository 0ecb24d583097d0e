package dev.ehi.train.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * One JSON object a line, each with the key {@code event}. A continued run cuts the log back to
 * where its checkpoint was taken, so no step stands twice.
 */
public final class MetricsLog implements AutoCloseable {
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final FileChannel channel;

  private MetricsLog(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens a log and forgets what stands behind {@code length}.
   *
   * @param length bytes to keep, 0 for a new run
   */
  public static MetricsLog open(Path file, long length) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    long found = channel.size();
    if (found < length) {
      channel.close();
      throw new IOException(
          "%s has %d bytes, but the checkpoint was taken when it had %d; delete the output and train again"
              .formatted(file, found, length));
    }
    channel.truncate(length);
    channel.position(length);
    return new MetricsLog(channel);
  }

  /**
   * Reads a log, of a run that may still go on: a last line without an end is left out.
   *
   * @throws IOException if it cannot be read, or a line is no event, with its number
   */
  public static List<MetricsEvent> read(Path file) throws IOException {
    String text = Files.readString(file);
    List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    List<MetricsEvent> events = new ArrayList<>();
    for (String line : lines) {
      try {
        events.add(JSON.readValue(line, MetricsEvent.class));
      } catch (JacksonException e) {
        throw new IOException(
            "%s, line %d: not a line of a metrics log: %s"
                .formatted(file, events.size() + 1, e.getOriginalMessage()),
            e);
      }
    }
    return events;
  }

  /** Appends one line. */
  public void write(MetricsEvent event) {
    try {
      String line = JSON.writeValueAsString(event) + "\n";
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the metrics log cannot be written", e);
    }
  }

  /** Bytes written so far, on disk when this returns. */
  public long sync() throws IOException {
    channel.force(false);
    return channel.position();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
