package dev.ehi.train;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Adapter;
import dev.ehi.core.vector.Vectors;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.encoder.TextConfig;
import dev.ehi.encoder.Tokenizer;
import dev.ehi.encoder.WeightTensor;
import dev.ehi.train.checkpoint.Snapshot;
import dev.ehi.train.config.Depth;
import dev.ehi.train.config.EncoderTraining;
import dev.ehi.train.config.Supervision;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.distil.ExactLabels;
import dev.ehi.train.metrics.MetricsEvent;
import dev.ehi.train.nn.EncoderOptions;
import dev.ehi.train.nn.Precision;
import dev.ehi.train.nn.TorchAdapter;
import dev.ehi.train.nn.TorchEncoder;
import dev.ehi.train.sample.FrozenVectors;
import dev.ehi.train.sample.LoadedTexts;
import dev.ehi.train.sample.LoadedVectors;
import dev.ehi.train.sample.PseudoTextLoader;
import dev.ehi.train.sample.Seeds;
import dev.ehi.train.sample.TextLoader;
import dev.ehi.train.sample.TrainingSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A training set with the weights that its vectors start from.
 *
 * @param set ids and judgements
 * @param start weights before the first step, still without a tree
 * @param embedders makes vectors of the set by given weights
 * @param memory what training takes, where an encoder is trained
 * @param checksum changes with what is learned from, see {@link ContentChecksum}
 */
record Material(
    TrainingSet set,
    Snapshot start,
    Function<Snapshot, Embedder> embedders,
    Optional<MetricsEvent.Memory> memory,
    String checksum) {

  /** Loads the input as the depth of training needs it. */
  static Material load(TrainConfig config, TrainInput input, Progress progress)
      throws IOException, InterruptedException {
    return switch (input) {
      case TrainInput.Texts texts -> ofTexts(config, texts, progress);
      case TrainInput.GivenVectors vectors -> ofVectors(config, judged(config, vectors), progress);
      case TrainInput.UnjudgedVectors vectors ->
          ofVectors(config, unjudged(config, vectors), progress);
    };
  }

  /** The model's own way to read texts, cut to the configured lengths. */
  static TextConfig textConfig(TrainConfig config, ModelDirectory model) {
    int most = model.encoderConfig().maxPositions();
    return model
        .textConfig()
        .withMaxTokens(
            Math.min(most, config.text().maxQueryTokens()),
            Math.min(most, config.text().maxDocumentTokens()));
  }

  private static Material ofTexts(TrainConfig config, TrainInput.Texts input, Progress progress)
      throws IOException, InterruptedException {
    LoadedTexts texts;
    try (Tokenizer tokenizer = input.model().tokenizer()) {
      TextConfig limits = textConfig(config, input.model());
      texts =
          switch (config.supervision()) {
            case Supervision.Pairs() ->
                new TextLoader(input.set(), tokenizer, limits, config, progress).load();
            case Supervision.Text text ->
                new PseudoTextLoader(input.set(), tokenizer, limits, text, config, progress).load();
            case Supervision.Neighbours _ ->
                throw new IllegalArgumentException(
                    "supervision.type 'neighbours' learns from given vectors; for texts without"
                        + " judgements set it to 'text'");
          };
    }
    String checksum =
        new ContentChecksum()
            .model(input.model())
            .texts(texts.tokens())
            .judgements(texts.set())
            .digits();
    int realQueries = texts.set().pairs().queries().size();
    if (config.depth() instanceof Depth.Full) {
      refuseAdapter(input.model());
      Optional<MetricsEvent.Memory> memory =
          new MemoryCheck(new AvailableMemory(Path.of("/")))
              .require(
                  config,
                  input.model().encoderConfig(),
                  options(config, input.model()),
                  texts.tokens());
      return new Material(
          texts.set(),
          new Snapshot(
              List.copyOf(input.model().weights().values()), Optional.empty(), Optional.empty()),
          weights ->
              new TextEmbedder(
                  encoder(config, input.model(), weights.encoder()), texts.tokens(), realQueries),
          memory,
          checksum);
    }
    FrozenVectors vectors = encode(config, input.model(), texts, realQueries, progress);
    return frozen(config, texts.set(), vectors, input.model().adapter(), checksum, progress);
  }

  private static void refuseAdapter(ModelDirectory model) {
    if (model.adapter().isPresent()) {
      throw new IllegalArgumentException(
          "%s has an adapter, which depth 'full' cannot train; use depth 'adapter' or a model without one"
              .formatted(model.path()));
    }
  }

  private static FrozenVectors encode(
      TrainConfig config,
      ModelDirectory model,
      LoadedTexts texts,
      int realQueries,
      Progress progress)
      throws IOException, InterruptedException {
    List<WeightTensor> weights = List.copyOf(model.weights().values());
    try (TextEmbedder embedder =
        new TextEmbedder(encoder(config, model, weights), texts.tokens(), realQueries)) {
      return new FrozenVectors(
          embedder.documents(progress),
          embedder.allQueries(progress),
          embedder.devQueries(progress));
    }
  }

  private static Material ofVectors(TrainConfig config, LoadedVectors loaded, Progress progress) {
    String checksum =
        new ContentChecksum().vectors(loaded.vectors()).judgements(loaded.set()).digits();
    return frozen(config, loaded.set(), loaded.vectors(), Optional.empty(), checksum, progress);
  }

  private static LoadedVectors judged(TrainConfig config, TrainInput.GivenVectors input) {
    if (!(config.supervision() instanceof Supervision.Pairs)) {
      throw new IllegalArgumentException(
          "judged queries are given; set supervision.type to 'pairs', or give no judgements");
    }
    return LoadedVectors.of(
        input.name(), input.documents(), input.queries(), input.train(), input.dev(), config);
  }

  private static LoadedVectors unjudged(TrainConfig config, TrainInput.UnjudgedVectors input) {
    if (!(config.supervision() instanceof Supervision.Neighbours neighbours)) {
      throw new IllegalArgumentException(
          "without judgements given vectors can be trained on with supervision.type 'neighbours'"
              + " (--label-free)");
    }
    return input
        .queries()
        .map(queries -> LoadedVectors.unjudged(input.name(), input.documents(), queries, config))
        .orElseGet(
            () -> LoadedVectors.ofDocuments(input.name(), input.documents(), neighbours, config));
  }

  private static Material frozen(
      TrainConfig config,
      TrainingSet set,
      FrozenVectors vectors,
      Optional<Adapter> present,
      String checksum,
      Progress progress) {
    int realQueries = set.pairs().queries().size();
    return switch (config.depth()) {
      case Depth.Index() -> {
        FrozenVectors adapted = present.map(adapter -> apply(adapter, vectors)).orElse(vectors);
        yield new Material(
            taught(config, set, adapted, progress),
            new Snapshot(List.of(), Optional.empty(), Optional.empty()),
            weights -> new VectorEmbedder(adapted, Optional.empty(), realQueries),
            Optional.empty(),
            checksum);
      }
      case Depth.Adapter(int rank) -> {
        Adapter start =
            present.orElseGet(() -> identity(vectors.documents().dim(), rank, config.seed()));
        FrozenVectors adapted = present.map(adapter -> apply(adapter, vectors)).orElse(vectors);
        yield new Material(
            taught(config, set, adapted, progress),
            new Snapshot(List.of(), Optional.empty(), Optional.of(start)),
            weights ->
                new VectorEmbedder(vectors, weights.adapter().map(TorchAdapter::of), realQueries),
            Optional.empty(),
            checksum);
      }
      case Depth.Full() ->
          throw new IllegalArgumentException(
              "depth 'full' trains the encoder and needs texts; given vectors can be trained on"
                  + " with depth.type 'index' or 'adapter'");
    };
  }

  /** With exact search on the starting vectors as the teacher, where there are no judgements. */
  private static TrainingSet taught(
      TrainConfig config, TrainingSet set, FrozenVectors start, Progress progress) {
    return switch (config.supervision()) {
      case Supervision.Pairs() -> set;
      case Supervision.Text text -> ExactLabels.of(set, start, text.neighbours(), progress);
      case Supervision.Neighbours given -> ExactLabels.of(set, start, given.neighbours(), progress);
    };
  }

  private static Adapter identity(int dim, int rank, long seed) {
    try (TorchAdapter adapter =
        TorchAdapter.identity(dim, rank, Seeds.random(seed, Seeds.Purpose.ADAPTER, 0))) {
      return adapter.toAdapter();
    }
  }

  private static FrozenVectors apply(Adapter adapter, FrozenVectors vectors) {
    return new FrozenVectors(
        apply(adapter, vectors.documents()),
        apply(adapter, vectors.queries()),
        apply(adapter, vectors.devQueries()));
  }

  private static Vectors apply(Adapter adapter, Vectors vectors) {
    Vectors adapted = Vectors.allocate(vectors.size(), vectors.dim());
    for (int i = 0; i < vectors.size(); i++) {
      float[] row = vectors.row(i);
      adapter.apply(row);
      adapted.set(i, row);
    }
    return adapted;
  }

  private static TorchEncoder encoder(
      TrainConfig config, ModelDirectory model, List<WeightTensor> weights) {
    Map<String, WeightTensor> byName = new LinkedHashMap<>();
    weights.forEach(weight -> byName.put(weight.name(), weight));
    return TorchEncoder.of(model.encoderConfig(), byName, options(config, model));
  }

  private static EncoderOptions options(TrainConfig config, ModelDirectory model) {
    EncoderTraining training = config.encoder();
    Precision precision =
        switch (training.precision()) {
          case FP32 -> Precision.FP32;
          case BF16 -> Precision.BF16;
        };
    EncoderOptions.WordEmbeddings wordEmbeddings =
        switch (training.wordEmbeddings()) {
          case TRAINED -> EncoderOptions.WordEmbeddings.TRAINED;
          case FROZEN -> EncoderOptions.WordEmbeddings.FROZEN;
        };
    return new EncoderOptions(
        model.textConfig().pooling(), precision, training.dropout(), wordEmbeddings);
  }
}
