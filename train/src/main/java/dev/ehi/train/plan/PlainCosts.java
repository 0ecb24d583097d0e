package dev.ehi.train.plan;

import dev.ehi.core.parallel.Parallel;
import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.distil.NearestDocuments;
import dev.ehi.train.mining.LeafMap;
import java.util.Arrays;
import java.util.List;

/** What searches cost that open the most probable leaves until so many documents are visited. */
final class PlainCosts implements SearchCosts {

  private final Vectors queries; // (queries, dim)
  private final NearestDocuments wanted;

  PlainCosts(Vectors queries, NearestDocuments wanted) {
    this.queries = queries;
    this.wanted = wanted;
  }

  @Override
  public List<CostCurve.Point> at(List<Double> recalls, Tree tree, LeafMap leaves) {
    int[] visited = visitedUntilFound(tree, leaves);
    Arrays.sort(visited);
    return recalls.stream()
        .map(
            recall -> {
              int budget = visited[(int) Math.ceil(recall * visited.length) - 1];
              return new CostCurve.Point(recall, budget, routing(tree, leaves, budget));
            })
        .toList();
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
