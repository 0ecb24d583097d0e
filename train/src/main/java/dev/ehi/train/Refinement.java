package dev.ehi.train;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.config.Depth;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.Layout;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.distil.QueryDistillation;
import dev.ehi.train.metrics.DevScorer;
import dev.ehi.train.metrics.LeafMeter;
import dev.ehi.train.metrics.LeafQuality;
import dev.ehi.train.metrics.MetricsEvent;
import dev.ehi.train.metrics.MetricsLog;
import dev.ehi.train.plan.PilotVectors;
import dev.ehi.train.plan.Planner;
import dev.ehi.train.sample.FrozenVectors;
import dev.ehi.train.sample.TrainingPairs;
import dev.ehi.train.sample.TrainingSet;
import dev.ehi.train.start.DeeperTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows the training of embeddings and tree: on the vectors of the best weights the tree
 * settles and grows the levels that were not trained; then the trees that this gave are taught to
 * route queries, and the one of all of them is kept that finds most on the dev queries at equal
 * total cost.
 */
final class Refinement {
  private static final Logger LOG = LoggerFactory.getLogger(Refinement.class);

  private final TrainConfig config;
  private final IndexConfig.Learned index;
  private final int height;
  private final Optional<Settling> settling;
  private final TrainingPairs pairs;
  private final DevScorer scorer;
  private final LeafMeter meter;
  private final MetricsLog log;
  private final Progress progress;

  /**
   * @param height levels that the tree has at the end
   * @param set to learn from
   * @param scorer to choose by
   */
  Refinement(
      TrainConfig config,
      IndexConfig.Learned index,
      int height,
      TrainingSet set,
      DevScorer scorer,
      MetricsLog log,
      Progress progress) {
    this.config = config;
    this.index = index;
    this.height = height;
    this.settling =
        settles(config)
            ? Optional.of(new Settling(config, index, set, scorer, progress))
            : Optional.empty();
    this.pairs = set.pairs();
    this.scorer = scorer;
    this.meter = new LeafMeter(set, config.seed());
    this.log = log;
    this.progress = progress;
  }

  /** Whether anything follows. */
  static boolean isDue(TrainConfig config, Tree tree, int height) {
    return settles(config) || config.distil().updates() > 0 || height > tree.shape().height();
  }

  private static boolean settles(TrainConfig config) {
    return !(config.depth() instanceof Depth.Index) && config.settle().updates() > 0;
  }

  /**
   * Refines.
   *
   * @param step at which the run ended
   * @param view of the corpus by the best weights
   * @param other a tree on the same vectors that may turn out better once it routes queries
   * @param vectors of these weights
   * @param realQueries how many of the queries are no pseudo-queries; these stand first
   */
  ScoredTree run(
      long step, CorpusView view, Optional<Tree> other, FrozenVectors vectors, int realQueries) {
    List<ScoredTree> trees = new ArrayList<>();
    if (settling.isPresent()) {
      int projection = projection(view.tree(), vectors, realQueries);
      trees.addAll(settling.get().run(view.tree(), projection, vectors));
      ScoredTree settled =
          isTaught() ? ScoredTree.bestByDocuments(trees) : ScoredTree.bestByCost(trees);
      log.write(new MetricsEvent.Settled(step, leaves(settled, vectors), settled.score()));
    } else {
      trees.add(scored(view, vectors));
      other.ifPresent(tree -> trees.add(scored(CorpusView.of(tree, vectors.documents()), vectors)));
    }
    trees.replaceAll(tree -> deeper(tree, vectors));
    if (isTaught()) {
      trees.addAll(distilled(step, List.copyOf(trees), vectors, realQueries));
    }
    return ScoredTree.bestByCost(trees);
  }

  /**
   * The dimensions through which the tree is to look at the final vectors, unless they are set:
   * vectors that were trained spread in fewer directions than those that a run starts from.
   */
  private int projection(Tree joint, FrozenVectors vectors, int realQueries) {
    Layout trained = Layout.of(joint);
    Vectors documents = vectors.documents();
    Planner planner = Planner.of(config, index, progress);
    if (index.projection() > 0
        || planner.withoutPilots(documents.size(), documents.dim(), realQueries).isPresent()) {
      return trained.projection();
    }
    int[] drawn = PilotVectors.drawQueries(realQueries, config.seed());
    PilotVectors pilots =
        PilotVectors.of(
            documents,
            pairs,
            drawn,
            vectors.queries().gather(drawn),
            vectors.devQueries(),
            config.seed());
    int projection =
        planner.projection(new Layout(trained.branching(), height, trained.projection()), pilots);
    LOG.info("the tree looks at the final vectors through {} dimensions", projection);
    return projection;
  }

  /**
   * Whether trees are taught to route queries; if not, those that settled are compared for good.
   */
  private boolean isTaught() {
    return config.distil().updates() > 0;
  }

  private ScoredTree deeper(ScoredTree tree, FrozenVectors vectors) {
    Tree trained = tree.view().tree();
    Tree grown =
        DeeperTree.of(trained, height, index, vectors.documents(), config.seed(), progress);
    return grown == trained ? tree : scored(CorpusView.of(grown, vectors.documents()), vectors);
  }

  private List<ScoredTree> distilled(
      long step, List<ScoredTree> trees, FrozenVectors vectors, int realQueries) {
    QueryDistillation distillation =
        QueryDistillation.of(
            config.distil(),
            vectors.documents(),
            vectors.queries().slice(0, realQueries),
            vectors.queries().slice(realQueries, vectors.queries().size()),
            config.seed(),
            progress);
    List<ScoredTree> taught = new ArrayList<>();
    for (ScoredTree tree : trees) {
      CorpusView view = tree.view();
      Tree routing = distillation.run(view.tree(), view.leaves(), progress);
      ScoredTree distilled =
          scored(new CorpusView(routing, view.documents(), view.leaves()), vectors);
      log.write(new MetricsEvent.Distilled(step, leaves(distilled, vectors), distilled.score()));
      taught.add(distilled);
    }
    return taught;
  }

  private LeafQuality leaves(ScoredTree tree, FrozenVectors vectors) {
    return meter.measure(
        tree.view().tree(),
        tree.view().leaves(),
        vectors.devQueries(),
        vectors.queries().gather(meter.sample()));
  }

  private ScoredTree scored(CorpusView view, FrozenVectors vectors) {
    return new ScoredTree(
        view, scorer.score(view.tree(), view.leaves(), vectors.documents(), vectors.devQueries()));
  }
}
