package dev.ehi.encoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@link TextConfig} in the files of sentence-transformers: {@code modules.json}, {@code
 * 1_Pooling/config.json}, {@code sentence_bert_config.json}, {@code
 * config_sentence_transformers.json}; and as the {@code text} section of {@code ehi/config.json}.
 */
final class TextConfigFiles {
  private static final String MODULES = "modules.json";
  private static final String POOLING = "1_Pooling";
  private static final String NORMALIZE = "2_Normalize";
  private static final String LENGTHS = "sentence_bert_config.json";
  private static final String PROMPTS = "config_sentence_transformers.json";
  private static final Set<String> MODULE_TYPES = Set.of("Transformer", "Pooling", "Normalize");

  private TextConfigFiles() {}

  /**
   * Reads what sentence-transformers would do. Without its files: mean pooling, no prefixes.
   *
   * @throws ModelException if the model has modules or a pooling that are not supported
   */
  static TextConfig read(Path directory, EncoderConfig encoder) throws IOException {
    Pooling pooling = pooling(directory);
    String query = "";
    String document = "";
    if (Files.exists(directory.resolve(PROMPTS))) {
      Json prompts = Json.read(directory.resolve(PROMPTS)).at("prompts");
      query = prompts.at("query").text("");
      document = prompts.at("document").text(prompts.at("passage").text(""));
    }
    int longest = Math.min(TextConfig.MAX_DOCUMENT_TOKENS, encoder.maxPositions());
    if (Files.exists(directory.resolve(LENGTHS))) {
      int asked = Json.read(directory.resolve(LENGTHS)).at("max_seq_length").integer(longest);
      longest = Math.min(asked, encoder.maxPositions());
    }
    int longestQuery = Math.min(TextConfig.MAX_QUERY_TOKENS, longest);
    return new TextConfig(pooling, query, document, longestQuery, longest);
  }

  /** Writes the files by which sentence-transformers computes the same embeddings. */
  static void write(Path directory, TextConfig text, EncoderConfig encoder) throws IOException {
    ArrayNode modules = Json.MAPPER.createArrayNode();
    module(modules, "", "Transformer");
    module(modules, POOLING, "Pooling");
    module(modules, NORMALIZE, "Normalize");
    Json.write(directory.resolve(MODULES), modules);
    Json.write(
        directory.resolve(POOLING).resolve(ModelDirectory.CONFIG),
        Json.object()
            .put("word_embedding_dimension", encoder.hiddenSize())
            .put("pooling_mode_cls_token", text.pooling() == Pooling.CLS)
            .put("pooling_mode_mean_tokens", text.pooling() == Pooling.MEAN)
            .put("pooling_mode_max_tokens", false)
            .put("pooling_mode_mean_sqrt_len_tokens", false));
    Files.createDirectories(directory.resolve(NORMALIZE));
    Json.write(
        directory.resolve(LENGTHS),
        Json.object().put("max_seq_length", text.maxDocumentTokens()).put("do_lower_case", false));
    ObjectNode prompts = Json.object().put("similarity_fn_name", "cosine");
    prompts
        .putObject("prompts")
        .put("query", text.queryPrefix())
        .put("document", text.documentPrefix());
    Json.write(directory.resolve(PROMPTS), prompts);
  }

  /** The {@code text} section of {@code ehi/config.json}. */
  static TextConfig section(Json json) {
    return new TextConfig(
        poolingNamed(json.at("pooling")),
        json.at("query_prefix").text(),
        json.at("document_prefix").text(),
        json.at("max_query_tokens").integer(),
        json.at("max_document_tokens").integer());
  }

  static ObjectNode section(TextConfig text) {
    return Json.object()
        .put("pooling", text.pooling().name().toLowerCase(Locale.ROOT))
        .put("query_prefix", text.queryPrefix())
        .put("document_prefix", text.documentPrefix())
        .put("max_query_tokens", text.maxQueryTokens())
        .put("max_document_tokens", text.maxDocumentTokens());
  }

  private static void module(ArrayNode modules, String path, String type) {
    int index = modules.size();
    modules
        .addObject()
        .put("idx", index)
        .put("name", Integer.toString(index))
        .put("path", path)
        .put("type", "sentence_transformers.models." + type);
  }

  private static Pooling pooling(Path directory) throws IOException {
    Path file = directory.resolve(MODULES);
    String path = POOLING;
    if (Files.exists(file)) {
      for (JsonNode module : Json.read(file).node()) {
        String type = module.path("type").asString("");
        String kind = type.substring(type.lastIndexOf('.') + 1);
        if (!MODULE_TYPES.contains(kind)) {
          throw new ModelException(
              file, "module '%s' is not supported; only %s are".formatted(type, MODULE_TYPES));
        }
        if (kind.equals("Pooling")) {
          path = module.path("path").asString(POOLING);
        }
      }
    }
    Path config = directory.resolve(path).resolve(ModelDirectory.CONFIG);
    return Files.exists(config) ? pooling(Json.read(config)) : Pooling.MEAN;
  }

  private static Pooling pooling(Json json) {
    if (json.at("pooling_mode").exists()) {
      return poolingNamed(json.at("pooling_mode"));
    }
    for (String field :
        Set.of(
            "pooling_mode_max_tokens",
            "pooling_mode_mean_sqrt_len_tokens",
            "pooling_mode_weightedmean_tokens",
            "pooling_mode_lasttoken")) {
      if (json.at(field).node().asBoolean(false)) {
        throw json.at(field).unsupported("use a model with mean or CLS pooling");
      }
    }
    return json.at("pooling_mode_cls_token").node().asBoolean(false) ? Pooling.CLS : Pooling.MEAN;
  }

  private static Pooling poolingNamed(Json field) {
    return switch (field.text()) {
      case "mean" -> Pooling.MEAN;
      case "cls" -> Pooling.CLS;
      default -> throw field.unsupported("use mean or cls");
    };
  }
}
