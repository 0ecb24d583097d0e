package dev.ehi.train;

import dev.ehi.core.tree.Tree;
import dev.ehi.encoder.WeightTensor;
import dev.ehi.train.checkpoint.Snapshot;
import dev.ehi.train.config.OptimizerConfig;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.loss.JointLoss;
import dev.ehi.train.nn.AdamW;
import dev.ehi.train.nn.GradientNorms;
import dev.ehi.train.nn.NonFiniteGradientException;
import dev.ehi.train.nn.Optimizer;
import dev.ehi.train.nn.ParameterGroup;
import dev.ehi.train.nn.StepScope;
import dev.ehi.train.nn.Tensors;
import dev.ehi.train.nn.TorchAdapter;
import dev.ehi.train.nn.TorchIndexer;
import dev.ehi.train.sample.Batch;
import dev.ehi.train.sample.DocumentSample;
import dev.ehi.train.sample.TrainingSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Embedder, tree and optimiser: takes a batch, updates all weights. */
final class Learner implements AutoCloseable {
  private static final int SHOWN = 8;

  private final TrainingSet set;
  private final Embedder embedder;
  private final Optional<TorchIndexer> indexer;
  private final Objective objective;
  private final OptimizerConfig config;
  private final Optimizer optimizer;
  private String lastNorms = "none, this was the first step";

  /**
   * @param tree to be trained; empty for a dual encoder
   */
  Learner(TrainConfig config, TrainingSet set, Embedder embedder, Optional<Tree> tree) {
    this.set = set;
    this.embedder = embedder;
    this.indexer = tree.map(TorchIndexer::of);
    this.objective = Objective.of(config);
    this.config = config.optimizer();
    this.optimizer = new Optimizer(adamW(this.config), groups());
  }

  /**
   * What one update did.
   *
   * @param loss the weighted sum
   * @param terms each term before its weight
   * @param norms of gradients before clipping, by group
   * @param rates learning rates, by group
   * @param tokens read by the encoder
   * @param documents of the batch, with their vectors before the update
   */
  record Update(
      double loss,
      Map<String, Double> terms,
      Map<String, Double> norms,
      Map<String, Double> rates,
      long tokens,
      DocumentSample documents) {}

  /**
   * Moves all weights by one step.
   *
   * @param spread documents that the tree sees beside those of the batch
   * @param scale of the learning rates
   * @throws DivergedException if a loss or gradient is not finite; the weights are unchanged then
   */
  Update update(Batch batch, DocumentSample spread, double scale) {
    try (StepScope scope = StepScope.open()) {
      optimizer.zeroGradients();
      Embedder.Embedded embedded = embedder.embed(batch);
      JointLoss.Value value = objective.of(embedded, batch, indexer, spread);
      double loss = value.total().item_double();
      if (!Double.isFinite(loss)) {
        throw new DivergedException(diagnosis("the loss is " + loss, value.terms(), batch, scale));
      }
      value.total().backward();
      embedded.rest().run();
      GradientNorms norms = step(value, batch, scale);
      lastNorms = norms.byGroup().toString();
      return new Update(
          loss,
          value.terms(),
          norms.byGroup(),
          rates(scale),
          embedded.tokens(),
          new DocumentSample(batch.documents(), Tensors.vectors(embedded.documents())));
    }
  }

  Embedder embedder() {
    return embedder;
  }

  /** The tree as it is now. */
  Optional<Tree> tree() {
    return indexer.map(TorchIndexer::toTree);
  }

  /** Copies of all trained weights. */
  Snapshot snapshot() {
    return switch (embedder) {
      case TextEmbedder text ->
          new Snapshot(List.copyOf(text.encoder().weights().values()), tree(), Optional.empty());
      case VectorEmbedder vectors ->
          new Snapshot(List.of(), tree(), vectors.adapter().map(TorchAdapter::toAdapter));
    };
  }

  /** Copies of the optimiser's moments, by name. */
  Map<String, WeightTensor> optimizerState() {
    Map<String, WeightTensor> state = new LinkedHashMap<>();
    optimizer.state().forEach(tensor -> state.put(tensor.name(), tensor));
    return state;
  }

  void restoreOptimizer(Map<String, WeightTensor> state) {
    optimizer.restore(state);
  }

  @Override
  public void close() {
    optimizer.close();
    indexer.ifPresent(TorchIndexer::close);
    embedder.close();
  }

  private GradientNorms step(JointLoss.Value value, Batch batch, double scale) {
    try {
      return optimizer.step(scale);
    } catch (NonFiniteGradientException e) {
      throw new DivergedException(
          diagnosis(String.valueOf(e.getMessage()), value.terms(), batch, scale), e);
    }
  }

  private List<ParameterGroup> groups() {
    List<ParameterGroup> groups = new ArrayList<>();
    embedder
        .net()
        .ifPresent(
            net ->
                groups.add(
                    ParameterGroup.of(
                        "embedder", net, config.encoderRate(), config.weightDecay())));
    indexer.ifPresent(
        net ->
            groups.add(
                ParameterGroup.of("indexer", net, config.indexRate(), config.weightDecay())));
    return groups;
  }

  private Map<String, Double> rates(double scale) {
    Map<String, Double> rates = new LinkedHashMap<>();
    embedder.net().ifPresent(net -> rates.put("embedder", config.encoderRate() * scale));
    indexer.ifPresent(net -> rates.put("indexer", config.indexRate() * scale));
    return rates;
  }

  private static AdamW.Config adamW(OptimizerConfig config) {
    AdamW.Config usual = AdamW.Config.DEFAULT;
    double clip = config.clip() > 0 ? config.clip() : Double.POSITIVE_INFINITY;
    return new AdamW.Config(usual.beta1(), usual.beta2(), usual.epsilon(), clip);
  }

  private String diagnosis(String what, Map<String, Double> terms, Batch batch, double scale) {
    return """
        training diverged after %d steps: %s
          terms: %s
          learning rates: %s, last gradient norms: %s
          queries: %s
          documents: %s
        Lower the rate of the part whose gradients grew, raise the temperature of the term that is \
        not finite, or set encoder.precision to fp32."""
        .formatted(
            optimizer.steps(),
            what,
            terms,
            rates(scale),
            lastNorms,
            some(batch.queries(), set.pairs()::describe),
            some(batch.documents(), set.documents()::id));
  }

  private static String some(int[] ordinals, IntFunction<String> name) {
    String shown =
        Arrays.stream(ordinals).limit(SHOWN).mapToObj(name).collect(Collectors.joining(", "));
    return ordinals.length > SHOWN
        ? "%s and %d more".formatted(shown, ordinals.length - SHOWN)
        : shown;
  }
}
