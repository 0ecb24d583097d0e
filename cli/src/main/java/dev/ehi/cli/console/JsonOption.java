package dev.ehi.cli.console;

import dev.ehi.core.file.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The option {@code --json FILE} of every command that reports. */
public final class JsonOption {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the report as JSON to this file too ('-' prints it after all else).")
  private @Nullable Path file;

  /** Writes {@code report} if the option was given; the file appears whole or not at all. */
  public void write(Object report) throws IOException {
    if (file == null) {
      return;
    }
    byte[] json = MAPPER.writeValueAsBytes(report);
    if (file.toString().equals("-")) {
      System.out.write(json);
      System.out.println();
      return;
    }
    DurableFiles.write(file, json);
  }
}
