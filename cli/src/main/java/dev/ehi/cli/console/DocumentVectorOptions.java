package dev.ehi.cli.console;

import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.VectorFiles;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Vectors of documents that were made elsewhere: a part of an argument group. */
public class DocumentVectorOptions {

  @Option(
      names = "--document-vectors",
      required = true,
      paramLabel = "FILE",
      description = ".npy or .fvecs.")
  private Path documents = Path.of("");

  @Option(
      names = "--document-ids",
      required = true,
      paramLabel = "FILE",
      description = "One id a line.")
  private Path documentIds = Path.of("");

  /** Called by subclasses only. */
  protected DocumentVectorOptions() {}

  /** What the documents are called: the name of their file. */
  public String name() {
    return String.valueOf(documents.getFileName());
  }

  public IdentifiedVectors documents() {
    return VectorFiles.read(documents, documentIds);
  }
}
