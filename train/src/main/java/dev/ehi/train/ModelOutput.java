package dev.ehi.train;

import dev.ehi.core.file.DurableFiles;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.encoder.ModelDirectoryWriter;
import dev.ehi.encoder.VectorModel;
import dev.ehi.encoder.WeightTensor;
import dev.ehi.train.checkpoint.Snapshot;
import dev.ehi.train.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes trained weights in the form in which they are used. */
final class ModelOutput {
  private final TrainConfig config;
  private final TrainInput input;
  private final Map<String, Object> training;

  /**
   * @param training how the model was trained, as a JSON object
   */
  ModelOutput(TrainConfig config, TrainInput input, Map<String, Object> training) {
    this.config = config;
    this.input = input;
    this.training = training;
  }

  /** Writes a model directory for texts, a {@link VectorModel} for given vectors. */
  void write(Path target, Snapshot weights) throws IOException {
    switch (input) {
      case TrainInput.Texts texts -> write(target, texts.model(), weights);
      case TrainInput.GivenVectors _, TrainInput.UnjudgedVectors _ -> {
        VectorModel model = new VectorModel(weights.tree(), weights.adapter(), training);
        DurableFiles.replaceDirectory(target, model::write);
      }
    }
  }

  private void write(Path target, ModelDirectory source, Snapshot weights) throws IOException {
    ModelDirectoryWriter.write(
        target,
        source,
        weights.encoder().isEmpty() ? source.weights() : byName(weights),
        Material.textConfig(config, source),
        new VectorModel(weights.tree(), weights.adapter().or(source::adapter), training));
  }

  private static Map<String, WeightTensor> byName(Snapshot weights) {
    Map<String, WeightTensor> byName = new LinkedHashMap<>();
    weights.encoder().forEach(weight -> byName.put(weight.name(), weight));
    return byName;
  }
}
