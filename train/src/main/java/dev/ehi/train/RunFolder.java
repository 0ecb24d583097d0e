package dev.ehi.train;

import dev.ehi.train.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a run keeps what.
 *
 * <pre>
 * resolved-config.yaml   all values in force, and what the run was made with
 * train-log.jsonl        metrics
 * checkpoint/            state to continue from; gone once complete
 * model/                 the result; there only once complete
 * trained-model/         what training made, where its start was better and is the result
 * </pre>
 */
record RunFolder(Path path) {
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

  void writeConfig(TrainConfig config, Provenance provenance) throws IOException {
    StringBuilder text = new StringBuilder();
    provenance.parts().forEach((name, value) -> text.append("# %s: %s%n".formatted(name, value)));
    Files.writeString(config(), text + config.toYaml());
  }
}
