package dev.ehi.encoder;

import java.util.List;
import java.util.Map;

/**
 * The ONNX graph of a BERT or DistilBERT encoder: {@code input_ids}, {@code attention_mask} and,
 * for BERT, {@code token_type_ids}, each int64 {@code (batch, tokens)}, to {@code
 * last_hidden_state}, float32 {@code (batch, tokens, hidden)}. Built of standard operators in the
 * order in which PyTorch exports them, which is the one that runtimes know how to fuse.
 */
final class EncoderGraph {
  static final String INPUT_IDS = "input_ids";
  static final String ATTENTION_MASK = "attention_mask";
  static final String TOKEN_TYPE_IDS = "token_type_ids";
  static final String OUTPUT = "last_hidden_state";

  private static final float MASKED = -10_000; // added to the scores of padding, as in BERT

  private final EncoderConfig config;
  private final WeightNames names;
  private final Map<String, WeightTensor> weights;
  private final OnnxGraph graph = new OnnxGraph();

  private EncoderGraph(EncoderConfig config, Map<String, WeightTensor> weights) {
    this.config = config;
    this.names = WeightNames.of(config.modelType());
    this.weights = weights;
  }

  /**
   * @param weights all of {@link WeightNames#shapes}
   */
  static OnnxGraph of(EncoderConfig config, Map<String, WeightTensor> weights) {
    EncoderGraph encoder = new EncoderGraph(config, weights);
    encoder.build();
    return encoder.graph;
  }

  private void build() {
    graph.input(INPUT_IDS);
    graph.input(ATTENTION_MASK);
    constants();
    String mask = mask();
    String state = embeddings();
    for (int i = 0; i < config.layers(); i++) {
      WeightNames.Layer layer = names.layer(i);
      state = feedForward(layer, attention(layer, state, mask));
    }
    graph.node("Identity", OUTPUT, state);
    graph.output(OUTPUT, config.hiddenSize());
  }

  private void constants() {
    graph.integers("zero", 0);
    graph.integers("one", 1);
    graph.integers("two", 2);
    graph.integers("split_heads", 0, 0, config.heads(), config.headSize());
    graph.integers("join_heads", 0, 0, config.hiddenSize());
    graph.scalar("head_scale", (float) Math.sqrt(config.headSize()));
    graph.scalar("float_one", 1);
    graph.scalar("masked", MASKED);
    graph.scalar("half", 0.5f);
    graph.scalar("sqrt_two", (float) Math.sqrt(2));
  }

  /** Zero for tokens and {@link #MASKED} for padding. // (batch, 1, 1, tokens) */
  private String mask() {
    String rows = graph.node("Unsqueeze", "mask/rows", ATTENTION_MASK, "one");
    String heads = graph.node("Unsqueeze", "mask/heads", rows, "two");
    OnnxGraph.Attributes toFloat = new OnnxGraph.Attributes().put("to", OnnxFile.FLOAT);
    String mask = graph.node("Cast", "mask/float", List.of(heads), toFloat);
    return graph.node(
        "Mul", "mask", graph.node("Sub", "mask/padding", "float_one", mask), "masked");
  }

  // (batch, tokens, hidden)
  private String embeddings() {
    String sum =
        graph.node("Gather", "embeddings/words", weight(names.wordEmbeddings()), INPUT_IDS);
    if (config.typeVocabSize() > 0) {
      graph.input(TOKEN_TYPE_IDS);
      String types = weight(names.tokenTypeEmbeddings());
      String type = graph.node("Gather", "embeddings/types", types, TOKEN_TYPE_IDS);
      sum = graph.node("Add", "embeddings/words_types", sum, type);
    }
    String shape = graph.node("Shape", "embeddings/shape", INPUT_IDS);
    String tokens = graph.node("Slice", "embeddings/tokens", shape, "one", "two");
    String positions =
        graph.node(
            "Slice",
            "embeddings/positions",
            weight(names.positionEmbeddings()),
            "zero",
            tokens,
            "zero");
    return norm(names.embeddingsNorm(), graph.node("Add", "embeddings/sum", sum, positions));
  }

  private String attention(WeightNames.Layer layer, String state, String mask) {
    String scope = layer.attentionOutput() + "/attention/";
    String query = heads(layer.query(), state, 0, 2, 1, 3);
    String key = heads(layer.key(), state, 0, 2, 3, 1);
    String value = heads(layer.value(), state, 0, 2, 1, 3);
    String products = graph.node("MatMul", scope + "products", query, key);
    String scaled = graph.node("Div", scope + "scaled", products, "head_scale");
    String scores = graph.node("Add", scope + "scores", scaled, mask);
    OnnxGraph.Attributes lastAxis = new OnnxGraph.Attributes().put("axis", -1);
    String shares = graph.node("Softmax", scope + "shares", List.of(scores), lastAxis);
    String mixed = graph.node("MatMul", scope + "mixed", shares, value);
    String joined = transpose(scope + "joined", mixed, 0, 2, 1, 3);
    String context = graph.node("Reshape", scope + "context", joined, "join_heads");
    String output = linear(layer.attentionOutput(), context);
    return norm(layer.attentionNorm(), graph.node("Add", scope + "residual", output, state));
  }

  /** A projection split into heads, with axes permuted from (batch, tokens, heads, headSize). */
  private String heads(String module, String state, long... permutation) {
    String split = graph.node("Reshape", module + "/heads", linear(module, state), "split_heads");
    return transpose(module + "/transposed", split, permutation);
  }

  private String feedForward(WeightNames.Layer layer, String state) {
    String hidden = activation(layer.intermediate(), linear(layer.intermediate(), state));
    String output = linear(layer.output(), hidden);
    return norm(layer.outputNorm(), graph.node("Add", layer.output() + "/residual", output, state));
  }

  private String activation(String module, String x) {
    String scope = module + "/activation";
    return switch (config.activation()) {
      case RELU -> graph.node("Relu", scope, x);
      case GELU -> {
        String scaled = graph.node("Div", scope + "/scaled", x, "sqrt_two");
        String erf = graph.node("Erf", scope + "/erf", scaled);
        String shifted = graph.node("Add", scope + "/shifted", erf, "float_one");
        yield graph.node("Mul", scope, graph.node("Mul", scope + "/gated", x, shifted), "half");
      }
      case GELU_TANH -> tanhGelu(scope, x);
    };
  }

  private String tanhGelu(String scope, String x) {
    String three = graph.scalar(scope + "/three", 3);
    String factor = graph.scalar(scope + "/cubic_factor", 0.044715f);
    String scale = graph.scalar(scope + "/scale", (float) Math.sqrt(2 / Math.PI));
    String cube = graph.node("Pow", scope + "/cube", x, three);
    String cubic = graph.node("Mul", scope + "/cubic", cube, factor);
    String sum = graph.node("Add", scope + "/sum", x, cubic);
    String scaled = graph.node("Mul", scope + "/scaled", sum, scale);
    String tanh = graph.node("Tanh", scope + "/tanh", scaled);
    String shifted = graph.node("Add", scope + "/shifted", tanh, "float_one");
    String halved = graph.node("Mul", scope + "/halved", x, "half");
    return graph.node("Mul", scope, halved, shifted);
  }

  /** {@code x W^T + b}; the weight is stored transposed, as {@code (in, out)}. */
  private String linear(String module, String x) {
    WeightTensor weight = tensor(module + ".weight").transposed();
    String transposed = graph.weight(weight.renamed(module + ".weight.transposed"));
    String product = graph.node("MatMul", module + "/MatMul", x, transposed);
    return graph.node("Add", module + "/Add", product, graph.weight(tensor(module + ".bias")));
  }

  private String norm(String module, String x) {
    OnnxGraph.Attributes attributes =
        new OnnxGraph.Attributes().put("axis", -1).put("epsilon", config.layerNormEps());
    String weight = weight(module);
    String bias = graph.weight(tensor(module + ".bias"));
    return graph.node("LayerNormalization", module + "/norm", List.of(x, weight, bias), attributes);
  }

  private String transpose(String name, String x, long... permutation) {
    return graph.node(
        "Transpose", name, List.of(x), new OnnxGraph.Attributes().put("perm", permutation));
  }

  private String weight(String module) {
    return graph.weight(tensor(module + ".weight"));
  }

  private WeightTensor tensor(String name) {
    WeightTensor tensor = weights.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("weight '" + name + "' is missing");
    }
    return tensor;
  }
}
