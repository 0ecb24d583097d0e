package dev.ehi.train.plan;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.config.DistilConfig;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.Layout;
import dev.ehi.train.distil.NearestDocuments;
import dev.ehi.train.distil.QueryDistillation;
import dev.ehi.train.mining.LeafMap;
import dev.ehi.train.mining.Parallel;
import dev.ehi.train.start.TreeStart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures what searches cost through trees of different layouts on the same vectors. Each tree is
 * a k-means start that was shortly taught to route queries, so a pilot takes seconds.
 */
final class Pilot {

  /** Shares of the exact top 10 at which costs are measured. */
  static final List<Double> RECALLS = List.of(.7, .8, .9, .95, .98);

  private static final int NEIGHBOURS = 10;

  private final IndexConfig.Learned config;
  private final PilotVectors vectors;
  private final QueryDistillation distillation;
  private final NearestDocuments wanted;
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
    this.wanted =
        NearestDocuments.of(
            vectors.heldOut(), vectors.documents(), NEIGHBOURS, distil.temperature(), progress);
    this.seed = seed;
  }

  CostCurve measure(Layout layout) {
    Tree start = TreeStart.of(config.with(layout), vectors.documents(), seed, Progress.none());
    LeafMap leaves = LeafMap.of(start, vectors.documents());
    Tree tree = distillation.run(start, leaves, Progress.none());
    int[] visited = visitedUntilFound(tree, leaves);
    Arrays.sort(visited);
    List<CostCurve.Point> points = new ArrayList<>();
    for (double recall : RECALLS) {
      int budget = visited[(int) Math.ceil(recall * visited.length) - 1];
      points.add(new CostCurve.Point(recall, budget, routing(tree, leaves, budget)));
    }
    return new CostCurve(layout, vectors.documents().size(), points);
  }

  /**
   * How many documents a search has scored once the leaf of a wanted one is done: at a budget that
   * covers a share of these numbers, that share of the wanted documents is found.
   *
   * @return // (held-out queries * wanted)
   */
  private int[] visitedUntilFound(Tree tree, LeafMap leaves) {
    int[] sizes = leaves.sizes();
    int count = wanted.count();
    Vectors queries = vectors.heldOut();
    int[] visited = new int[queries.size() * count];
    Parallel.blocks(
        queries.size(),
        (from, to) -> {
          Router router = tree.queryRouter();
          int[] upTo = new int[sizes.length]; // (leaves)
          for (int query = from; query < to; query++) {
            LeafCursor cursor = router.bestFirst(queries.row(query));
            int seen = 0;
            for (int leaf = cursor.next(); leaf >= 0; leaf = cursor.next()) {
              seen += sizes[leaf];
              upTo[leaf] = seen;
            }
            long[] documents = wanted.ordinals(query);
            for (int i = 0; i < count; i++) {
              visited[query * count + i] = upTo[leaves.leafOf((int) documents[i])];
            }
          }
        });
    return visited;
  }

  /** Mean dot products spent until so many documents are visited. */
  private double routing(Tree tree, LeafMap leaves, int documents) {
    Vectors queries = vectors.heldOut();
    double[] costs = new double[queries.size()];
    Parallel.blocks(
        queries.size(),
        (from, to) -> {
          Router router = tree.queryRouter();
          for (int query = from; query < to; query++) {
            leaves.reached(router.bestFirst(queries.row(query)), documents);
            costs[query] = router.cost();
          }
        });
    return Arrays.stream(costs).average().orElse(0);
  }
}
