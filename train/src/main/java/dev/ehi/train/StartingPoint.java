package dev.ehi.train;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.checkpoint.Checkpoint;
import dev.ehi.train.checkpoint.RunState;
import dev.ehi.train.checkpoint.Snapshot;
import dev.ehi.train.config.Depth;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.Layout;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.nn.Torch;
import dev.ehi.train.plan.Plan;
import dev.ehi.train.sample.DocumentSample;
import dev.ehi.train.sample.NegativePools;
import dev.ehi.train.start.TreeStart;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run before its first step.
 *
 * @param state with the start tree, if one is trained
 * @param documents vectors of all documents by the starting weights // (documents, dim)
 */
record StartingPoint(Checkpoint state, Vectors documents) {
  private static final Logger LOG = LoggerFactory.getLogger(StartingPoint.class);
  private static final int POOL_PER_DRAW = 16; // where vectors are frozen

  /** Encodes the corpus and builds the tree on it. */
  static StartingPoint of(TrainConfig config, Material material, String identity, Progress progress)
      throws InterruptedException {
    Vectors documents;
    Optional<Tree> tree = Optional.empty();
    int height = 0;
    try (Embedder embedder = material.embedders().apply(material.start())) {
      documents = embedder.documents(progress);
      if (config.index() instanceof IndexConfig.Learned learned) {
        Plan plan = plan(config, learned, material, embedder, documents, progress);
        LOG.info("tree of {}", plan.reason());
        height = plan.layout().height();
        Layout trained = learned.trained(plan.layout());
        tree = Optional.of(TreeStart.of(learned.with(trained), documents, config.seed(), progress));
      }
    }
    Snapshot start = material.start();
    Checkpoint state =
        new Checkpoint(
            RunState.initial(identity, height),
            new Snapshot(start.encoder(), tree, start.adapter()),
            Map.of(),
            NegativePools.empty(),
            spread(config, documents),
            Optional.empty());
    return new StartingPoint(state, documents);
  }

  /** Pilots train no encoder, so that their products get all threads. */
  private static Plan plan(
      TrainConfig config,
      IndexConfig.Learned learned,
      Material material,
      Embedder embedder,
      Vectors documents,
      Progress progress)
      throws InterruptedException {
    Torch.shareProducts();
    try {
      return TreePlanning.of(config, learned, material, embedder, documents, progress);
    } finally {
      Torch.unshareProducts();
    }
  }

  private static DocumentSample spread(TrainConfig config, Vectors documents) {
    int draw = config.sampling().spreadDocuments();
    if (config.index() instanceof IndexConfig.None || draw == 0) {
      return DocumentSample.empty();
    }
    int size = config.depth() instanceof Depth.Index ? POOL_PER_DRAW * draw : draw;
    return SpreadPool.of(documents, size, draw, config.seed()).pool();
  }
}
