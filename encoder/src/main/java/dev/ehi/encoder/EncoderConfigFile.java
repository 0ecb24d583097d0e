package dev.ehi.encoder;

import dev.ehi.encoder.EncoderConfig.Activation;
import dev.ehi.encoder.EncoderConfig.ModelType;
import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/** HuggingFace's {@code config.json}. */
final class EncoderConfigFile {
  private static final float DISTILBERT_EPS = 1e-12f; // fixed in DistilBERT, no field

  private EncoderConfigFile() {}

  /**
   * Reads the architecture.
   *
   * @throws ModelException if a field is missing or the architecture is no BERT or DistilBERT
   */
  static EncoderConfig read(Path file) throws IOException {
    Json json = Json.read(file);
    if (!json.node().isObject()) {
      throw new ModelException(file, "expected a JSON object");
    }
    try {
      return switch (json.at("model_type").text("bert")) {
        case "bert" -> bert(json);
        case "distilbert" -> distilBert(json);
        default -> throw json.at("model_type").unsupported("use a BERT or DistilBERT encoder");
      };
    } catch (IllegalArgumentException e) {
      throw new ModelException(file, String.valueOf(e.getMessage()), e);
    }
  }

  /** The fields that HuggingFace's {@code AutoModel} needs. */
  static ObjectNode json(EncoderConfig config) {
    ObjectNode json = Json.object();
    switch (config.modelType()) {
      case BERT -> {
        json.putArray("architectures").add("BertModel");
        json.put("model_type", "bert")
            .put("hidden_size", config.hiddenSize())
            .put("num_hidden_layers", config.layers())
            .put("num_attention_heads", config.heads())
            .put("intermediate_size", config.intermediateSize())
            .put("hidden_act", name(config.activation()))
            .put("type_vocab_size", config.typeVocabSize())
            .put("layer_norm_eps", Double.parseDouble(Float.toString(config.layerNormEps())));
      }
      case DISTILBERT -> {
        json.putArray("architectures").add("DistilBertModel");
        json.put("model_type", "distilbert")
            .put("dim", config.hiddenSize())
            .put("n_layers", config.layers())
            .put("n_heads", config.heads())
            .put("hidden_dim", config.intermediateSize())
            .put("activation", name(config.activation()));
      }
    }
    return json.put("vocab_size", config.vocabSize())
        .put("max_position_embeddings", config.maxPositions());
  }

  private static EncoderConfig bert(Json json) {
    Json positions = json.at("position_embedding_type");
    if (!positions.text("absolute").equals("absolute")) {
      throw positions.unsupported("use a model with absolute position embeddings");
    }
    return new EncoderConfig(
        ModelType.BERT,
        json.at("vocab_size").integer(),
        json.at("hidden_size").integer(),
        json.at("num_hidden_layers").integer(),
        json.at("num_attention_heads").integer(),
        json.at("intermediate_size").integer(),
        json.at("max_position_embeddings").integer(512),
        json.at("type_vocab_size").integer(2),
        json.at("layer_norm_eps").number(1e-12f),
        activation(json.at("hidden_act")));
  }

  private static EncoderConfig distilBert(Json json) {
    return new EncoderConfig(
        ModelType.DISTILBERT,
        json.at("vocab_size").integer(),
        json.at("dim").integer(),
        json.at("n_layers").integer(),
        json.at("n_heads").integer(),
        json.at("hidden_dim").integer(),
        json.at("max_position_embeddings").integer(512),
        0,
        DISTILBERT_EPS,
        activation(json.at("activation")));
  }

  private static Activation activation(Json field) {
    return switch (field.text("gelu")) {
      case "gelu" -> Activation.GELU;
      case "gelu_new", "gelu_pytorch_tanh" -> Activation.GELU_TANH;
      case "relu" -> Activation.RELU;
      default -> throw field.unsupported("use gelu, gelu_new or relu");
    };
  }

  private static String name(Activation activation) {
    return switch (activation) {
      case GELU -> "gelu";
      case GELU_TANH -> "gelu_new";
      case RELU -> "relu";
    };
  }
}
