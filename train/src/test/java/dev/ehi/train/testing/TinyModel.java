package dev.ehi.train.testing;

import dev.ehi.encoder.EncoderConfig;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.encoder.SafeTensors;
import dev.ehi.encoder.WeightNames;
import dev.ehi.encoder.WeightTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;

/** A BERT of two layers and width 32 with random weights, whose words are {@link TinySet}'s. */
public final class TinyModel {
  private static final int HIDDEN = 32;
  private static final int POSITIONS = 32;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private TinyModel() {}

  /** Writes the model directory and opens it. */
  public static ModelDirectory create(Path directory) throws IOException {
    Files.createDirectories(directory);
    Map<String, Integer> vocabulary = vocabulary();
    JSON.writeValue(
        directory.resolve("config.json").toFile(),
        Map.of(
            "model_type",
            "bert",
            "vocab_size",
            vocabulary.size(),
            "hidden_size",
            HIDDEN,
            "num_hidden_layers",
            2,
            "num_attention_heads",
            4,
            "intermediate_size",
            64,
            "max_position_embeddings",
            POSITIONS,
            "type_vocab_size",
            2,
            "layer_norm_eps",
            1e-12,
            "hidden_act",
            "gelu"));
    JSON.writeValue(directory.resolve("tokenizer.json").toFile(), tokenizer(vocabulary));
    EncoderConfig config =
        new EncoderConfig(
            EncoderConfig.ModelType.BERT,
            vocabulary.size(),
            HIDDEN,
            2,
            4,
            64,
            POSITIONS,
            2,
            1e-12f,
            EncoderConfig.Activation.GELU);
    SafeTensors.write(directory.resolve("model.safetensors"), weights(config), Map.of());
    return ModelDirectory.open(directory);
  }

  private static List<WeightTensor> weights(EncoderConfig config) {
    Random random = new Random(7);
    List<WeightTensor> weights = new ArrayList<>();
    WeightNames.shapes(config)
        .forEach(
            (name, shape) -> {
              int size = 1;
              for (long dimension : shape) {
                size *= (int) dimension;
              }
              float[] values = new float[size];
              for (int i = 0; i < size; i++) {
                values[i] = value(name, random);
              }
              weights.add(WeightTensor.of(name, shape, values));
            });
    return weights;
  }

  private static float value(String name, Random random) {
    if (name.endsWith("bias")) {
      return 0;
    }
    return name.contains("LayerNorm") ? 1 : (float) (random.nextGaussian() * 0.15);
  }

  private static Map<String, Integer> vocabulary() {
    Map<String, Integer> vocabulary = new LinkedHashMap<>();
    for (String special : List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]")) {
      vocabulary.put(special, vocabulary.size());
    }
    for (String word : TinySet.words()) {
      vocabulary.put(word, vocabulary.size());
    }
    return vocabulary;
  }

  private static Map<String, Object> tokenizer(Map<String, Integer> vocabulary) {
    Map<String, Object> tokenizer = new LinkedHashMap<>();
    tokenizer.put("version", "1.0");
    tokenizer.put("truncation", null);
    tokenizer.put("padding", null);
    tokenizer.put("added_tokens", List.of());
    tokenizer.put("normalizer", Map.of("type", "Lowercase"));
    tokenizer.put("pre_tokenizer", Map.of("type", "Whitespace"));
    tokenizer.put("post_processor", postProcessor(vocabulary));
    tokenizer.put("decoder", null);
    tokenizer.put("model", Map.of("type", "WordLevel", "vocab", vocabulary, "unk_token", "[UNK]"));
    return tokenizer;
  }

  private static Map<String, Object> postProcessor(Map<String, Integer> vocabulary) {
    return Map.of(
        "type", "TemplateProcessing",
        "single", List.of(special("[CLS]"), sequence("A"), special("[SEP]")),
        "pair", List.of(special("[CLS]"), sequence("A"), special("[SEP]"), sequence("B")),
        "special_tokens",
            Map.of(
                "[CLS]", specialToken("[CLS]", vocabulary),
                "[SEP]", specialToken("[SEP]", vocabulary)));
  }

  private static Map<String, Object> special(String token) {
    return Map.of("SpecialToken", Map.of("id", token, "type_id", 0));
  }

  private static Map<String, Object> sequence(String id) {
    return Map.of("Sequence", Map.of("id", id, "type_id", 0));
  }

  private static Map<String, Object> specialToken(String token, Map<String, Integer> vocabulary) {
    return Map.of("id", token, "ids", List.of(vocabulary.get(token)), "tokens", List.of(token));
  }
}
