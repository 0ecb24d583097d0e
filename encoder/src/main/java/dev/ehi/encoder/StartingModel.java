package dev.ehi.encoder;

import dev.ehi.core.file.DurableFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/** Encoders that come as jars on the class path, ready to start from; float32 ONNX exports. */
public enum StartingModel {
  /** all-MiniLM-L6-v2: 6 layers, 384 dimensions; the default. */
  MINILM("minilm", "all-minilm-l6-v2", Pooling.MEAN, "", ""),
  /** bge-small-en-v1.5: 12 layers, 384 dimensions. */
  BGE_SMALL(
      "bge-small",
      "bge-small-en-v1.5",
      Pooling.CLS,
      "Represent this sentence for searching relevant passages: ",
      ""),
  /** e5-small-v2: 12 layers, 384 dimensions. */
  E5_SMALL("e5-small", "e5-small-v2", Pooling.MEAN, "query: ", "passage: ");

  private final String modelName;
  private final String resource;
  private final Pooling pooling;
  private final String queryPrefix;
  private final String documentPrefix;

  StartingModel(
      String modelName,
      String resource,
      Pooling pooling,
      String queryPrefix,
      String documentPrefix) {
    this.modelName = modelName;
    this.resource = resource;
    this.pooling = pooling;
    this.queryPrefix = queryPrefix;
    this.documentPrefix = documentPrefix;
  }

  /** The short name by which users choose it. */
  public String modelName() {
    return modelName;
  }

  /**
   * Unpacks the model into {@code cache/<name>}, once, and opens it.
   *
   * @throws ModelException if the jar is not on the class path
   */
  public ModelDirectory open(Path cache) throws IOException {
    Path directory = cache.resolve(resource);
    DurableFiles.createDirectory(directory, this::unpack);
    return ModelDirectory.open(directory);
  }

  private void unpack(Path directory) throws IOException {
    copy(resource + "-tokenizer.json", directory.resolve(ModelDirectory.TOKENIZER));
    copy(resource + ".onnx", directory.resolve(ModelDirectory.ONNX));
    ObjectNode ehi = ModelDirectory.emptyConfig();
    TextConfig textConfig = new TextConfig(pooling, queryPrefix, documentPrefix);
    ehi.set("text", TextConfigFiles.section(textConfig));
    Json.write(directory.resolve(ModelDirectory.EHI_CONFIG), ehi);
    EncoderConfig config = ModelDirectory.open(directory).encoderConfig();
    Json.write(directory.resolve(ModelDirectory.CONFIG), EncoderConfigFile.json(config));
  }

  private void copy(String name, Path target) throws IOException {
    Files.createDirectories(target.resolve("..").normalize());
    try (InputStream in = StartingModel.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new ModelException(
            target, "%s is not on the class path; add the jar of '%s'".formatted(name, modelName));
      }
      Files.copy(in, target);
    }
  }
}
