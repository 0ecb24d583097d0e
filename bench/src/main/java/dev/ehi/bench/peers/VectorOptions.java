package dev.ehi.bench.peers;

import dev.ehi.cli.index.RoutingModel;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.VectorFiles;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The vectors that methods are compared on, and the model whose tree routes them. */
final class VectorOptions {

  @Option(
      names = "--documents",
      required = true,
      paramLabel = "FILE",
      description = "Vectors, .npy.")
  private Path documents = Path.of("");

  @Option(
      names = "--document-ids",
      required = true,
      paramLabel = "FILE",
      description = "One id a line.")
  private Path documentIds = Path.of("");

  @Option(names = "--queries", required = true, paramLabel = "FILE", description = "Vectors, .npy.")
  private Path queries = Path.of("");

  @Option(
      names = "--query-ids",
      required = true,
      paramLabel = "FILE",
      description = "One id a line.")
  private Path queryIds = Path.of("");

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "A model, or the folder of a training run, whose tree routes the vectors.")
  private Path model = Path.of("");

  RoutingModel routing() throws IOException {
    return RoutingModel.open(model);
  }

  /** As the model's tree sees them. */
  IdentifiedVectors documents(RoutingModel routing) {
    return read(routing, documents, documentIds);
  }

  /** As the model's tree sees them. */
  IdentifiedVectors queries(RoutingModel routing) {
    return read(routing, queries, queryIds);
  }

  private static IdentifiedVectors read(RoutingModel routing, Path vectors, Path ids) {
    IdentifiedVectors plain = VectorFiles.read(vectors, ids);
    return new IdentifiedVectors(plain.ids(), routing.adapted(plain.vectors()));
  }
}
