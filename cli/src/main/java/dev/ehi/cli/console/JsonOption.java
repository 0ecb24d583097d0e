package dev.ehi.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
      description = "Write the report as JSON to this file too ('-' for standard output).")
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
    Path target = file.toAbsolutePath();
    Path parent = target.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
    Files.write(temporary, json);
    Files.move(
        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
