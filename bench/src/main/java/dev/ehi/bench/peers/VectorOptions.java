package dev.ehi.bench.peers;

import dev.ehi.cli.console.VectorFileOptions;
import dev.ehi.cli.index.RoutingModel;
import dev.ehi.data.IdentifiedVectors;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The vectors that methods are compared on, and the model whose tree routes them. */
final class VectorOptions extends VectorFileOptions {

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
    return adapted(documents(), routing);
  }

  /** As the model's tree sees them. */
  IdentifiedVectors queries(RoutingModel routing) {
    return adapted(queries(), routing);
  }

  private static IdentifiedVectors adapted(IdentifiedVectors plain, RoutingModel routing) {
    return new IdentifiedVectors(plain.ids(), routing.adapted(plain.vectors()));
  }
}
