package dev.ehi.encoder;

import dev.ehi.encoder.EncoderConfig.Activation;
import dev.ehi.encoder.EncoderConfig.ModelType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** HuggingFace directories of tiny encoders with random weights. */
final class SmallModel {
  private static final int VOCABULARY = 30522; // of the tokenizer that they share

  private SmallModel() {}

  static EncoderConfig config(ModelType type, Activation activation) {
    int types = type == ModelType.BERT ? 2 : 0;
    return new EncoderConfig(type, VOCABULARY, 24, 3, 4, 40, 64, types, 1e-6f, activation);
  }

  static Map<String, WeightTensor> weights(EncoderConfig config, long seed) {
    Random random = new Random(seed);
    Map<String, WeightTensor> weights = new LinkedHashMap<>();
    WeightNames.shapes(config)
        .forEach(
            (name, shape) -> {
              float[] values = values((int) WeightTensor.elements(shape), random.nextLong());
              weights.put(name, WeightTensor.of(name, shape, values));
            });
    return weights;
  }

  static float[] values(int size, long seed) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian(0, 0.3);
    }
    return values;
  }

  /** Writes config, tokenizer and safetensors, and nothing else. */
  static ModelDirectory write(Path directory, EncoderConfig config, long seed) throws IOException {
    Files.createDirectories(directory);
    Json.write(directory.resolve("config.json"), EncoderConfigFile.json(config));
    Files.copy(
        Models.open(StartingModel.MINILM).path().resolve("tokenizer.json"),
        directory.resolve("tokenizer.json"));
    SafeTensors.write(
        directory.resolve("model.safetensors"), weights(config, seed).values(), Map.of());
    return ModelDirectory.open(directory);
  }

  static ModelDirectory bert(Path directory, long seed) throws IOException {
    return write(directory, config(ModelType.BERT, Activation.GELU), seed);
  }
}
