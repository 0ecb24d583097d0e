package dev.ehi.train;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.Layout;
import dev.ehi.train.config.SamplingConfig;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.metrics.DevScorer;
import dev.ehi.train.nn.Torch;
import dev.ehi.train.sample.BatchSampler;
import dev.ehi.train.sample.FrozenVectors;
import dev.ehi.train.sample.NegativePools;
import dev.ehi.train.sample.Seeds;
import dev.ehi.train.sample.TrainingSet;
import dev.ehi.train.start.Reprojection;
import dev.ehi.train.start.TreeStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains the tree alone on vectors that no longer move. It starts from the jointly trained tree or
 * from k-means on these vectors, whichever scores higher on the dev queries, and ends with the best
 * of what it made of it after each third of the updates. Where the tree is to look at the final
 * vectors through other dimensions than it was trained with, the jointly trained one is first
 * expressed through these.
 */
final class Settling {
  private static final int POOL_PER_DRAW = 16;

  private final TrainConfig config;
  private final IndexConfig.Learned index;
  private final TrainingSet set;
  private final DevScorer scorer;
  private final Progress progress;

  Settling(
      TrainConfig config,
      IndexConfig.Learned index,
      TrainingSet set,
      DevScorer scorer,
      Progress progress) {
    this.config = config;
    this.index = index;
    this.set = set;
    this.scorer = scorer;
    this.progress = progress;
  }

  /**
   * Settles. Returns the start, and what became of it.
   *
   * @param projection dimensions through which the tree is to look at the vectors
   * @param vectors of documents, queries with pseudo-queries, and dev queries
   */
  List<ScoredTree> run(Tree joint, int projection, FrozenVectors vectors) {
    Layout trained = Layout.of(joint);
    Layout layout = new Layout(trained.branching(), trained.height(), projection);
    Tree anew = TreeStart.of(index.with(layout), vectors.documents(), config.seed(), progress);
    Optional<Tree> kept =
        layout.equals(trained)
            ? Optional.of(joint)
            : anew.projection().flatMap(axes -> Reprojection.of(joint, axes));
    List<ScoredTree> starts = new ArrayList<>();
    kept.ifPresent(tree -> starts.add(scored(tree, vectors)));
    starts.add(scored(anew, vectors));
    ScoredTree start = ScoredTree.bestByDocuments(starts);
    return List.of(start, trained(start, vectors));
  }

  private ScoredTree trained(ScoredTree start, FrozenVectors vectors) {
    BatchSampler sampler = new BatchSampler(set.pairs(), sampling(), config.seed());
    SpreadPool spread = spread(vectors.documents());
    int steps = config.settle().updates();
    int third = Math.ceilDiv(steps, 3);
    List<ScoredTree> thirds = new ArrayList<>();
    Embedder embedder = new VectorEmbedder(vectors, Optional.empty(), set.pairs().queries().size());
    try (Learner learner = new Learner(config, set, embedder, Optional.of(start.view().tree()));
        Progress.Task task = progress.start("settle the tree", steps, "steps")) {
      for (int step = 0; step < steps; step++) {
        Torch.seed(Seeds.seed(config.seed(), Seeds.Purpose.TORCH, -1 - step));
        learner.update(
            sampler.batch(step, NegativePools.empty()),
            spread.at(step),
            config.optimizer().scale(step, steps));
        task.advance(1);
        if ((step + 1) % third == 0 || step + 1 == steps) {
          thirds.add(scored(learner.tree().orElseThrow(), vectors));
        }
      }
    }
    return ScoredTree.bestByDocuments(thirds);
  }

  private SamplingConfig sampling() {
    SamplingConfig joint = config.sampling();
    return new SamplingConfig(
        config.settle().batch(),
        0,
        joint.pseudoPerDocument() > 0 ? 1 : 0,
        joint.pseudoPerDocument(),
        joint.spreadDocuments());
  }

  private SpreadPool spread(Vectors documents) {
    int draw = config.sampling().spreadDocuments();
    return SpreadPool.of(documents, POOL_PER_DRAW * draw, draw, config.seed());
  }

  private ScoredTree scored(Tree tree, FrozenVectors vectors) {
    CorpusView view = CorpusView.of(tree, vectors.documents());
    return new ScoredTree(
        view, scorer.score(tree, view.leaves(), vectors.documents(), vectors.devQueries()));
  }
}
