package dev.ehi.train;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.train.config.Depth;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.distil.QueryDistillation;
import dev.ehi.train.metrics.DevScorer;
import dev.ehi.train.metrics.MetricsEvent;
import dev.ehi.train.metrics.MetricsLog;
import dev.ehi.train.sample.FrozenVectors;
import dev.ehi.train.sample.TrainingSet;
import java.util.Optional;

/**
 * What follows the training of embeddings and tree: on the vectors of the best weights the tree
 * settles, and is then taught to route queries. Neither is kept where it does not raise the dev
 * score.
 */
final class Refinement {
  private final TrainConfig config;
  private final Optional<Settling> settling;
  private final DevScorer scorer;
  private final MetricsLog log;
  private final Progress progress;

  /**
   * @param set to learn from
   * @param scorer to choose by
   */
  Refinement(
      TrainConfig config, TrainingSet set, DevScorer scorer, MetricsLog log, Progress progress) {
    this.config = config;
    this.settling =
        config.index() instanceof IndexConfig.Learned index && settles(config)
            ? Optional.of(new Settling(config, index, set, scorer, progress))
            : Optional.empty();
    this.scorer = scorer;
    this.log = log;
    this.progress = progress;
  }

  /** Whether there is a tree to refine, and dev queries to tell whether it got better. */
  static boolean isDue(TrainConfig config, TrainingSet set) {
    return config.index() instanceof IndexConfig.Learned
        && set.dev().size() > 0
        && (settles(config) || config.distil().updates() > 0);
  }

  private static boolean settles(TrainConfig config) {
    return !(config.depth() instanceof Depth.Index) && config.settle().updates() > 0;
  }

  /**
   * Refines.
   *
   * @param step at which the run ended
   * @param view of the corpus by the best weights
   * @param vectors of these weights
   * @param realQueries how many of the queries are no pseudo-queries; these stand first
   */
  ScoredTree run(long step, CorpusView view, FrozenVectors vectors, int realQueries) {
    ScoredTree best = settling.isPresent() ? settled(step, view, vectors) : scored(view, vectors);
    return config.distil().updates() == 0
        ? best
        : ScoredTree.better(best, distilled(step, best.view(), vectors, realQueries));
  }

  private ScoredTree settled(long step, CorpusView view, FrozenVectors vectors) {
    ScoredTree settled = settling.orElseThrow().run(view.tree(), vectors);
    log.write(new MetricsEvent.Settled(step, settled.view().leaves().balance(), settled.score()));
    return settled;
  }

  private ScoredTree distilled(long step, CorpusView view, FrozenVectors vectors, int realQueries) {
    Tree taught =
        new QueryDistillation(config.distil(), config.seed(), progress)
            .run(
                view.tree(),
                view.leaves(),
                vectors.documents(),
                vectors.queries().slice(0, realQueries),
                vectors.queries().slice(realQueries, vectors.queries().size()));
    ScoredTree distilled = scored(new CorpusView(taught, view.documents(), view.leaves()), vectors);
    log.write(new MetricsEvent.Distilled(step, distilled.score()));
    return distilled;
  }

  private ScoredTree scored(CorpusView view, FrozenVectors vectors) {
    return new ScoredTree(
        view, scorer.score(view.tree(), view.leaves(), vectors.documents(), vectors.devQueries()));
  }
}
