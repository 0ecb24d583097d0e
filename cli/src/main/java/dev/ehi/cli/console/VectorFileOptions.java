package dev.ehi.cli.console;

import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.VectorFiles;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Vectors of documents and queries that were made elsewhere: a part of an argument group. */
public class VectorFileOptions extends DocumentVectorOptions {

  @Option(
      names = "--query-vectors",
      required = true,
      paramLabel = "FILE",
      description = ".npy or .fvecs.")
  private Path queries = Path.of("");

  @Option(
      names = "--query-ids",
      required = true,
      paramLabel = "FILE",
      description = "One id a line.")
  private Path queryIds = Path.of("");

  /** Called by subclasses only. */
  protected VectorFileOptions() {}

  public IdentifiedVectors queries() {
    return VectorFiles.read(queries, queryIds);
  }
}
