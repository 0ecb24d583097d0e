package dev.ehi.encoder;

import dev.ehi.core.file.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a {@link ModelDirectory} whole or not at all: beside its place first, synced, then
 * renamed. {@code model.safetensors} and {@code onnx/model.onnx} get the same weights. What is
 * computed by sentence-transformers from the directory equals what EHI computes, except that the
 * adapter is known to EHI alone.
 */
public final class ModelDirectoryWriter {
  /** Files of the tokenizer and the model that are taken over as they are, where present. */
  private static final List<String> COPIED =
      List.of(
          ModelDirectory.CONFIG,
          ModelDirectory.TOKENIZER,
          "tokenizer_config.json",
          "special_tokens_map.json",
          "vocab.txt");

  private ModelDirectoryWriter() {}

  /**
   * Writes a model.
   *
   * @param target replaced if it is a model directory already
   * @param source where architecture and tokenizer are taken from; may be the target itself
   * @param weights all of {@link WeightNames#shapes}
   * @param textConfig how the model was trained to read texts
   * @param beside tree and adapter as trained, and how they and the encoder were
   * @throws ModelException if weights are missing or misshapen, or the target is something else
   */
  public static void write(
      Path target,
      ModelDirectory source,
      Map<String, WeightTensor> weights,
      TextConfig textConfig,
      VectorModel beside)
      throws IOException {
    if (Files.exists(target) && !Files.exists(target.resolve(ModelDirectory.TOKENIZER))) {
      throw new ModelException(target, "exists and is no model directory; choose another place");
    }
    EncoderConfig config = source.encoderConfig();
    ModelDirectory.checkLengths(target, textConfig, config);
    Map<String, WeightTensor> complete = EncoderWeights.complete(target, config, weights);
    DurableFiles.replaceDirectory(
        target,
        directory -> {
          copyFiles(source, directory);
          TextConfigFiles.write(directory, textConfig, config);
          SafeTensors.write(
              directory.resolve(ModelDirectory.WEIGHTS), complete.values(), Map.of("format", "pt"));
          EncoderGraph.of(config, complete).write(directory.resolve(ModelDirectory.ONNX));
          writeEhi(directory, textConfig, beside);
          ModelDirectory.open(directory);
        });
  }

  private static void copyFiles(ModelDirectory source, Path directory) throws IOException {
    for (String name : COPIED) {
      Path file = source.path().resolve(name);
      if (Files.exists(file)) {
        Files.copy(file, directory.resolve(name));
      }
    }
    if (!Files.exists(directory.resolve(ModelDirectory.CONFIG))) {
      ObjectNode config = EncoderConfigFile.json(source.encoderConfig());
      Json.write(directory.resolve(ModelDirectory.CONFIG), config);
    }
  }

  private static void writeEhi(Path directory, TextConfig textConfig, VectorModel beside)
      throws IOException {
    ObjectNode config = ModelDirectory.emptyConfig();
    config.set("text", TextConfigFiles.section(textConfig));
    beside.write(directory, config);
  }
}
