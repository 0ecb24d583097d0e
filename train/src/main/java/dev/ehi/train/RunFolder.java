package dev.ehi.train;

import dev.ehi.core.file.DurableFiles;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.VectorFiles;
import dev.ehi.train.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a run keeps what.
 *
 * <pre>
 * resolved-config.yaml   all values in force, and what the run was made with
 * train-log.jsonl        metrics
 * checkpoint/            state to continue from; gone once complete
 * model/                 the result; there only once complete
 * trained-model/         what training made, where its start was better and is the result
 * .lock                  held while the run goes on
 * vectors/               of all documents by the result, where it was trained on texts
 * </pre>
 */
record RunFolder(Path path) {
  private static final String VALUES = "documents.npy";
  private static final String IDS = "documents.ids";

  Path config() {
    return path.resolve("resolved-config.yaml");
  }

  Path log() {
    return path.resolve("train-log.jsonl");
  }

  Path checkpoints() {
    return path.resolve("checkpoint");
  }

  Path model() {
    return path.resolve("model");
  }

  Path rejected() {
    return path.resolve("trained-model");
  }

  private Path vectors() {
    return path.resolve("vectors");
  }

  /** Vectors of all documents by the weights of the result, if they were kept. */
  Optional<IdentifiedVectors> documents() {
    return Files.isDirectory(vectors())
        ? Optional.of(VectorFiles.read(vectors().resolve(VALUES), vectors().resolve(IDS)))
        : Optional.empty();
  }

  void writeDocuments(IdentifiedVectors documents) throws IOException {
    DurableFiles.replaceDirectory(
        vectors(),
        folder -> {
          VectorFiles.writeNpy(folder.resolve(VALUES), documents.vectors());
          VectorFiles.writeIds(folder.resolve(IDS), documents.ids());
        });
  }

  void writeConfig(TrainConfig config, Provenance provenance) throws IOException {
    StringBuilder text = new StringBuilder();
    provenance.parts().forEach((name, value) -> text.append("# %s: %s%n".formatted(name, value)));
    DurableFiles.write(config(), text + config.toYaml());
  }
}
