package dev.ehi.cli.console;

import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.VectorFiles;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Vectors of queries that were made elsewhere: an argument group. */
public final class QueryVectorOptions {

  @Option(
      names = "--query-vectors",
      required = true,
      paramLabel = "FILE",
      description = ".npy or .fvecs.")
  private Path vectors = Path.of("");

  @Option(
      names = "--query-ids",
      required = true,
      paramLabel = "FILE",
      description = "One id a line.")
  private Path ids = Path.of("");

  public IdentifiedVectors read() {
    return VectorFiles.read(vectors, ids);
  }
}
