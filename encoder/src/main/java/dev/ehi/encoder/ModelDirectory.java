package dev.ehi.encoder;

import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Adapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model on disk: a BERT or DistilBERT encoder in the layout of HuggingFace and
 * sentence-transformers, with EHI's tree and adapter beside it once trained.
 *
 * <pre>
 * config.json, tokenizer.json, model.safetensors          HuggingFace
 * modules.json, 1_Pooling/config.json, 2_Normalize/,
 * sentence_bert_config.json,
 * config_sentence_transformers.json                       sentence-transformers
 * onnx/model.onnx                                         the same weights
 * ehi/config.json, ehi/tree.safetensors,
 * ehi/adapter.safetensors                                 EHI
 * </pre>
 *
 * <p>To be opened, a directory needs {@code tokenizer.json} and one of {@code model.safetensors}
 * (with {@code config.json}) and an ONNX file (then {@code config.json} may be missing). Where both
 * are there, weights are read from {@code model.safetensors}, and texts are encoded by the ONNX
 * file, which may be a quantised one; without it, the graph is built from the weights.
 */
public final class ModelDirectory {
  static final String CONFIG = "config.json";
  static final String TOKENIZER = "tokenizer.json";
  static final String WEIGHTS = "model.safetensors";
  static final String ONNX = "onnx/model.onnx";
  static final String EHI_CONFIG = "ehi/config.json";
  static final String TREE = "ehi/tree.safetensors";
  static final String ADAPTER = "ehi/adapter.safetensors";
  private static final int EHI_FORMAT = 1;

  private final Path path;
  private final @Nullable Path onnx;
  private final EncoderConfig encoderConfig;
  private final TextConfig textConfig;
  private final VectorModel beside;

  private ModelDirectory(Path path) throws IOException {
    this.path = path;
    this.onnx = findOnnx(path);
    if (!Files.exists(path.resolve(TOKENIZER))) {
      throw new ModelException(
          path, TOKENIZER + " is missing; save the model with its fast tokenizer");
    }
    this.encoderConfig = readEncoderConfig();
    this.textConfig =
        Files.exists(path.resolve(EHI_CONFIG))
            ? TextConfigFiles.section(configOf(path).at("text"))
            : TextConfigFiles.read(path, encoderConfig);
    this.beside = VectorModel.read(path);
    checkDimensions();
  }

  /**
   * Opens a directory and checks that what it holds belongs together. Weights are read later.
   *
   * @throws ModelException if a file is missing, damaged or not supported
   */
  public static ModelDirectory open(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new ModelException(path, "no such model directory");
    }
    return new ModelDirectory(path);
  }

  public Path path() {
    return path;
  }

  public EncoderConfig encoderConfig() {
    return encoderConfig;
  }

  public TextConfig textConfig() {
    return textConfig;
  }

  /** The trained tree, its id verified; empty in a model that EHI has not trained. */
  public Optional<Tree> tree() {
    return beside.tree();
  }

  public Optional<Adapter> adapter() {
    return beside.adapter();
  }

  /** How the model was trained, as given to the writer; empty if it was not. */
  public Map<String, Object> training() {
    return beside.training();
  }

  /**
   * Reads the encoder's weights: exactly those of {@link WeightNames#shapes}, in that order. From
   * {@code model.safetensors} where present, else from the ONNX file.
   *
   * @throws ModelException if the encoder is not complete, damaged or quantised
   */
  public Map<String, WeightTensor> weights() throws IOException {
    Path safetensors = path.resolve(WEIGHTS);
    if (Files.exists(safetensors)) {
      return EncoderWeights.complete(safetensors, encoderConfig, SafeTensors.read(safetensors));
    }
    Path file = requireOnnx();
    return EncoderWeights.complete(file, encoderConfig, OnnxWeights.read(OnnxFile.read(file)));
  }

  /** Opens the tokenizer; the caller closes it. */
  public Tokenizer tokenizer() throws IOException {
    return Tokenizer.open(path.resolve(TOKENIZER));
  }

  /**
   * Loads the encoder into ONNX Runtime; the caller closes it.
   *
   * @param threads how many batches are encoded side by side, at least 1
   */
  public OnnxEncoder encoder(int threads) throws IOException {
    return OnnxEncoder.open(this, threads);
  }

  /** The ONNX file of the encoder, if the directory has one. */
  Optional<Path> onnx() {
    return Optional.ofNullable(onnx);
  }

  private EncoderConfig readEncoderConfig() throws IOException {
    Path config = path.resolve(CONFIG);
    boolean hasWeights = Files.exists(path.resolve(WEIGHTS));
    if (Files.exists(config) && (hasWeights || onnx != null)) {
      return EncoderConfigFile.read(config);
    }
    if (hasWeights) {
      throw new ModelException(path, "%s is missing beside %s".formatted(CONFIG, WEIGHTS));
    }
    OnnxFile file = OnnxFile.read(requireOnnx());
    Map<String, WeightTensor> plain = new LinkedHashMap<>();
    OnnxWeights.read(file)
        .forEach((name, tensor) -> plain.put(EncoderWeights.plainName(name), tensor));
    return OnnxArchitecture.of(file, Collections.unmodifiableMap(plain));
  }

  /** {@code onnx/model.onnx}, or else the one ONNX file in the directory itself. */
  private static @Nullable Path findOnnx(Path path) throws IOException {
    Path usual = path.resolve(ONNX);
    if (Files.exists(usual)) {
      return usual;
    }
    try (Stream<Path> files = Files.list(path)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".onnx")).toList();
      return found.size() == 1 ? found.getFirst() : null;
    }
  }

  private Path requireOnnx() {
    if (onnx == null) {
      throw new ModelException(
          path,
          "no weights: put %s or %s there (pytorch_model.bin must be converted to safetensors)"
              .formatted(WEIGHTS, ONNX));
    }
    return onnx;
  }

  /**
   * Reads {@code ehi/config.json}.
   *
   * @throws ModelException if it is damaged or of another format
   */
  static Json configOf(Path path) throws IOException {
    Json config = Json.read(path.resolve(EHI_CONFIG));
    if (config.at("format").integer() != EHI_FORMAT) {
      throw config.at("format").unsupported("this version reads format " + EHI_FORMAT);
    }
    return config;
  }

  /** {@code ehi/config.json} to be filled. */
  static ObjectNode emptyConfig() {
    return Json.object().put("format", EHI_FORMAT);
  }

  private void checkDimensions() {
    int dim = encoderConfig.hiddenSize();
    adapter().ifPresent(adapter -> checkDimension(ADAPTER, "adapter", adapter.dim(), dim));
    tree().ifPresent(tree -> checkDimension(TREE, "tree", tree.shape().dim(), dim));
    checkLengths(path, textConfig, encoderConfig);
  }

  private void checkDimension(String file, String what, int dim, int encoder) {
    if (dim != encoder) {
      throw new ModelException(
          path.resolve(file),
          "%s of dimension %d beside an encoder of %d".formatted(what, dim, encoder));
    }
  }

  /** The encoder has a position embedding for every token. */
  static void checkLengths(Path path, TextConfig text, EncoderConfig encoder) {
    int longest = Math.max(text.maxDocumentTokens(), text.maxQueryTokens());
    if (longest > encoder.maxPositions()) {
      throw new ModelException(
          path,
          "texts of up to %d tokens, but the encoder takes %d at most"
              .formatted(longest, encoder.maxPositions()));
    }
  }
}
