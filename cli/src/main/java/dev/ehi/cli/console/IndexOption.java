package dev.ehi.cli.console;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --index} of commands on one index. */
public final class IndexOption {

  @Option(
      names = "--index",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the index.")
  private Path path = Path.of("");

  public Path path() {
    return path;
  }
}
