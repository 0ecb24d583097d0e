package dev.ehi.train;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.LinkLearner;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.checkpoint.RunState;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.Supervision;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.distil.ExactLabels;
import dev.ehi.train.metrics.DevScore;
import dev.ehi.train.metrics.DevScorer;
import dev.ehi.train.metrics.LeafMeter;
import dev.ehi.train.metrics.LeafQuality;
import dev.ehi.train.metrics.MetricsEvent;
import dev.ehi.train.metrics.MetricsLog;
import dev.ehi.train.nn.Torch;
import dev.ehi.train.sample.FrozenVectors;
import dev.ehi.train.sample.PseudoVectors;
import dev.ehi.train.sample.TrainingSet;
import java.util.Optional;

/**
 * What follows the last step: on the vectors of the weights to keep, the tree is compared with
 * k-means lists and refined, and its leaves are linked.
 */
final class Conclusion {
  private static final int MIN_LIST = 8; // documents in a k-means list, on average

  private final TrainConfig config;
  private final TrainingSet set;
  private final ViewScorer scorer;
  private final LeafMeter meter;
  private final MetricsLog log;
  private final Progress progress;

  Conclusion(
      TrainConfig config,
      TrainingSet set,
      ViewScorer scorer,
      LeafMeter meter,
      MetricsLog log,
      Progress progress) {
    this.config = config;
    this.set = set;
    this.scorer = scorer;
    this.meter = meter;
    this.log = log;
    this.progress = progress;
  }

  /**
   * Concludes a run.
   *
   * @param learner with the weights to keep
   * @param end the corpus by them
   * @param other another tree for the same vectors, to choose from
   */
  Training.Outcome.Over of(RunState state, Learner learner, Survey end, Optional<Tree> other)
      throws InterruptedException {
    Torch.shareProducts();
    Optional<DevScore> kmeans = compareWithKmeans(learner.embedder(), end);
    Training.Outcome.Over unrefined =
        new Training.Outcome.Over(state, learner.snapshot(), end.corpus(), end.leaves(), kmeans);
    if (!(config.index() instanceof IndexConfig.Learned index)) {
      return unrefined;
    }
    boolean isRefined = isRefined(state, end);
    if (!isRefined && index.links() == 0) {
      return unrefined;
    }
    Vectors queries = learner.embedder().trainingQueries(progress);
    return linked(
        index,
        isRefined ? refined(index, state, learner, end, queries, other, kmeans) : unrefined,
        queries);
  }

  private boolean isRefined(RunState state, Survey end) {
    return set.dev().size() > 0 && Refinement.isDue(config, end.corpus().tree(), state.height());
  }

  /** The same with links between the leaves of the tree. */
  private Training.Outcome.Over linked(
      IndexConfig.Learned index, Training.Outcome.Over over, Vectors queries) {
    if (index.links() == 0) {
      return over;
    }
    CorpusView view = over.view();
    Tree tree = LinkLearner.linked(view.tree(), view.documents(), queries, index.links(), progress);
    return new Training.Outcome.Over(
        over.state(),
        over.best().withTree(tree),
        new CorpusView(tree, view.documents(), view.leaves()),
        over.leaves(),
        over.kmeans());
  }

  /** What plain k-means reaches on the trained vectors, so that a tree's gain is its own. */
  private Optional<DevScore> compareWithKmeans(Embedder embedder, Survey survey)
      throws InterruptedException {
    if (set.dev().size() == 0 || config.index() instanceof IndexConfig.None) {
      return Optional.empty();
    }
    CorpusView view = survey.corpus();
    int most = Math.max(1, view.documents().size() / MIN_LIST);
    int leaves = Math.min(view.tree().shape().leaves(), most);
    CorpusView lists = CorpusView.ofLists(view.documents(), leaves, config.seed(), progress);
    DevScore score = scorer.score(embedder, lists, survey.devQueries());
    log.write(new MetricsEvent.Kmeans(survey.step(), leaves, score));
    return Optional.of(score);
  }

  /** Trains the tree alone on the vectors of the best weights. */
  private Training.Outcome.Over refined(
      IndexConfig.Learned index,
      RunState state,
      Learner learner,
      Survey survey,
      Vectors queries,
      Optional<Tree> other,
      Optional<DevScore> kmeans)
      throws InterruptedException {
    CorpusView view = survey.corpus();
    FrozenVectors vectors =
        new FrozenVectors(
            view.documents(),
            PseudoVectors.append(queries, view.documents(), set.pairs(), config.seed()),
            survey.devQueries());
    TrainingSet judged = judgedAtLast(vectors);
    DevScorer judge = new DevScorer(judged.dev(), judged.documents(), config.dev().budgets());
    CorpusView kept =
        new Refinement(config, index, state.height(), judged, judge, log, progress)
            .run(survey.step(), view, other, vectors, queries.size())
            .view();
    DevScore score = scorer.score(learner.embedder(), kept, survey.devQueries());
    LeafQuality leaves =
        meter.measure(
            kept.tree(), kept.leaves(), survey.devQueries(), queries.gather(meter.sample()));
    return new Training.Outcome.Over(
        state.refined(score), learner.snapshot().withTree(kept.tree()), kept, leaves, kmeans);
  }

  /** Without judgements, exact search on the trained vectors is what a tree can learn from. */
  private TrainingSet judgedAtLast(FrozenVectors vectors) {
    return config.supervision() instanceof Supervision.Text text && !config.learnsFromExactSearch()
        ? ExactLabels.of(set, vectors, text.neighbours(), progress)
        : set;
  }
}
