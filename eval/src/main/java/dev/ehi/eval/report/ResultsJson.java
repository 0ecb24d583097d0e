package dev.ehi.eval.report;

import dev.ehi.core.file.DurableFiles;
import dev.ehi.eval.compare.Results;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code results.json}: the {@link Results} record as it is. */
public final class ResultsJson {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ResultsJson() {}

  /** Writes the file whole or not at all, indented. */
  public static void write(Results results, Path file) throws IOException {
    DurableFiles.write(
        file,
        MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(results)
            + "\n");
  }

  /**
   * Reads results back.
   *
   * @throws IllegalArgumentException if the file does not hold results, with the place of the fault
   */
  public static Results read(Path file) {
    try {
      return MAPPER.readValue(Files.readString(file), Results.class);
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new IllegalArgumentException(
          "%s, line %d: not the results of a comparison: %s"
              .formatted(file, line, e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
