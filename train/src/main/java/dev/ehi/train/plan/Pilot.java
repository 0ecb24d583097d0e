package dev.ehi.train.plan;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.LinkLearner;
import dev.ehi.core.tree.Tree;
import dev.ehi.train.config.DistilConfig;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.Layout;
import dev.ehi.train.distil.NearestDocuments;
import dev.ehi.train.distil.QueryDistillation;
import dev.ehi.train.mining.LeafMap;
import dev.ehi.train.start.TreeStart;
import java.util.List;

/**
 * Measures what searches cost through trees of different layouts on the same vectors. Each tree is
 * a k-means start that was shortly taught to route queries and linked, so a pilot takes seconds.
 */
final class Pilot {

  /** Shares of the exact top 10 at which costs are measured. */
  static final List<Double> RECALLS = List.of(.8, .9, .95, .98);

  private static final int NEIGHBOURS = 10;

  private final IndexConfig.Learned config;
  private final PilotVectors vectors;
  private final QueryDistillation distillation;
  private final SearchCosts costs;
  private final long seed;

  Pilot(
      IndexConfig.Learned config,
      DistilConfig distil,
      PilotVectors vectors,
      long seed,
      Progress progress) {
    this.config = config;
    this.vectors = vectors;
    this.distillation =
        QueryDistillation.of(
            distil,
            vectors.documents(),
            vectors.queries(),
            vectors.pseudoQueries(),
            seed,
            progress);
    NearestDocuments wanted =
        NearestDocuments.of(
            vectors.heldOut(), vectors.documents(), NEIGHBOURS, distil.temperature(), progress);
    this.costs =
        config.links() > 0
            ? new LinkedCosts(vectors.documents(), vectors.heldOut(), wanted)
            : new PlainCosts(vectors.heldOut(), wanted);
    this.seed = seed;
  }

  CostCurve measure(Layout layout) {
    Tree start = TreeStart.of(config.with(layout), vectors.documents(), seed, Progress.none());
    LeafMap leaves = LeafMap.of(start, vectors.documents());
    Tree tree = linked(distillation.run(start, leaves, Progress.none()));
    return new CostCurve(layout, vectors.documents().size(), costs.at(RECALLS, tree, leaves));
  }

  private Tree linked(Tree tree) {
    return config.links() > 0
        ? LinkLearner.linked(
            tree, vectors.documents(), vectors.queries(), config.links(), Progress.none())
        : tree;
  }
}
