package dev.ehi.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.encoder.EncoderConfig.Activation;
import dev.ehi.encoder.EncoderConfig.ModelType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFilesTest {
  /** As published with the models. */
  private static final String BERT =
      """
      {"architectures": ["BertModel"], "attention_probs_dropout_prob": 0.1, "hidden_act": "gelu",
       "hidden_dropout_prob": 0.1, "hidden_size": 384, "initializer_range": 0.02,
       "intermediate_size": 1536, "layer_norm_eps": 1e-12, "max_position_embeddings": 512,
       "model_type": "bert", "num_attention_heads": 12, "num_hidden_layers": 6, "pad_token_id": 0,
       "position_embedding_type": "absolute", "type_vocab_size": 2, "vocab_size": 30522}""";

  private static final String DISTILBERT =
      """
      {"activation": "gelu", "attention_dropout": 0.1, "dim": 768, "dropout": 0.1,
       "hidden_dim": 3072, "max_position_embeddings": 512, "model_type": "distilbert",
       "n_heads": 12, "n_layers": 6, "pad_token_id": 0, "sinusoidal_pos_embds": false,
       "tie_weights_": true, "vocab_size": 30522}""";

  private static final EncoderConfig MINILM =
      new EncoderConfig(ModelType.BERT, 30522, 384, 6, 12, 1536, 512, 2, 1e-12f, Activation.GELU);

  @TempDir private Path directory;

  @Test
  void readsPublishedArchitectures() throws Exception {
    assertThat(encoder(BERT)).isEqualTo(MINILM);
    assertThat(encoder(DISTILBERT))
        .isEqualTo(
            new EncoderConfig(
                ModelType.DISTILBERT, 30522, 768, 6, 12, 3072, 512, 0, 1e-12f, Activation.GELU));
  }

  @Test
  void writesWhatItReads() throws Exception {
    for (ModelType type : ModelType.values()) {
      for (Activation activation : Activation.values()) {
        EncoderConfig config =
            new EncoderConfig(
                type, 7, 12, 2, 3, 5, 9, type == ModelType.BERT ? 1 : 0, 1e-12f, activation);
        assertThat(encoder(EncoderConfigFile.json(config).toString())).isEqualTo(config);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "bert"                  | "xlm-roberta"         | 'model_type': "xlm-roberta" is not
          "absolute"              | "relative_key"        | 'position_embedding_type'
          "gelu"                  | "swish"               | 'hidden_act': "swish" is not supported
          "hidden_size": 384      | "hidden_size": "wide" | 'hidden_size' is "wide"; expected an int
          "hidden_size": 384,     |                       | 'hidden_size' is missing
          "hidden_size": 384      | "hidden_size": 385    | hiddenSize 385 is no multiple of heads
          "num_hidden_layers": 6  | "num_hidden_layers":0 | layers must be positive
          "vocab_size": 30522}    | "vocab_size":         | not valid JSON
          """)
  void saysWhatIsWrong(String from, String to, String message) {
    assertThatThrownBy(() -> encoder(BERT.replace(from, to == null ? "" : to)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("config.json")
        .hasMessageContaining(message);
  }

  @Test
  void readsSentenceTransformers() throws Exception {
    put("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true}");
    put("sentence_bert_config.json", "{\"max_seq_length\": 512, \"do_lower_case\": false}");
    put(
        "config_sentence_transformers.json",
        "{\"prompts\": {\"query\": \"query: \", \"passage\": \"passage: \"}}");

    assertThat(TextConfigFiles.read(directory, MINILM))
        .isEqualTo(new TextConfig(Pooling.CLS, "query: ", "passage: ", 64, 512));
  }

  @Test
  void defaultsToMeanPooling() throws Exception {
    assertThat(TextConfigFiles.read(directory, MINILM))
        .isEqualTo(new TextConfig(Pooling.MEAN, "", "", 64, 256));
  }

  @Test
  void writesForSentenceTransformers() throws Exception {
    for (Pooling pooling : Pooling.values()) {
      TextConfig text = new TextConfig(pooling, "ask: ", "tell: ", 64, 100);
      TextConfigFiles.write(directory, text, MINILM);

      assertThat(TextConfigFiles.read(directory, MINILM)).isEqualTo(text);
      assertThat(directory.resolve("2_Normalize")).isDirectory();
      assertThat(TextConfigFiles.section(section(text))).isEqualTo(text);
    }
  }

  @Test
  void refusesOtherModulesAndPoolings() throws Exception {
    put("1_Pooling/config.json", "{\"pooling_mode_max_tokens\": true}");
    assertThatThrownBy(() -> TextConfigFiles.read(directory, MINILM))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("pooling_mode_max_tokens");

    put(
        "modules.json",
        "[{\"path\": \"2_Dense\", \"type\": \"sentence_transformers.models.Dense\"}]");
    assertThatThrownBy(() -> TextConfigFiles.read(directory, MINILM))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("models.Dense");
  }

  private Json section(TextConfig text) throws IOException {
    put("section.json", TextConfigFiles.section(text).toString());
    return Json.read(directory.resolve("section.json"));
  }

  private EncoderConfig encoder(String json) throws IOException {
    put("config.json", json);
    return EncoderConfigFile.read(directory.resolve("config.json"));
  }

  private void put(String file, String json) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.resolve("..").normalize());
    Files.writeString(path, json);
  }
}
