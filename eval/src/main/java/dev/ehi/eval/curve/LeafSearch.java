package dev.ehi.eval.curve;

import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.Router;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/**
 * A leaf index in memory, the vectors of a leaf side by side, searched for real: leaves are opened
 * and scored one by one until a rule says stop. One per thread.
 */
public final class LeafSearch {

  private final LeafIndex index;
  private final Corpus corpus;
  private final Stop stop;
  private final Router router;
  private final LeafOrder order;
  private final double[] thresholds; // (leaves) by rank
  private final Vectors vectors; // (stored, dim) by position
  private final DotProduct kernel = DotProduct.best();
  private final float[] scores; // (largest leaf)
  private final int[] visited; // (documents) stamp of the last search that met the document
  private int stamp;

  public LeafSearch(LeafPolicy policy, Corpus corpus) {
    this.index = policy.index();
    this.corpus = corpus;
    this.stop = policy.stop();
    this.router = index.tree().queryRouter();
    this.order = new LeafOrder(index);
    this.thresholds = new double[index.leaves()];
    this.vectors =
        corpus.vectors().gather(IntStream.range(0, index.stored()).map(index::ordinal).toArray());
    this.scores = new float[IntStream.of(index.leafSizes()).max().orElse(0)];
    this.visited = new int[corpus.size()];
  }

  /**
   * The k nearest of the documents that a search of the given level visits.
   *
   * @param query // (dim)
   * @param level of the policy's rule; infinity visits everything
   */
  public Found search(float[] query, double level, int k) {
    stamp++;
    TopK top = corpus.top(k);
    int visited =
        switch (stop) {
          case Stop.Documents() -> documents(query, (int) Math.min(level, index.stored()), top);
          case Stop.Adaptive rule when rule.needsAllLeaves() -> ordered(query, rule, level, top);
          case Stop.Mass mass -> ordered(query, mass, level, top);
          case Stop.Gap() -> bestFirst(query, (best, leaf) -> best - leaf, level, top);
          case Stop.Surprisal surprisal -> bestFirst(query, (best, leaf) -> -leaf, level, top);
        };
    double routing = stop.needsAllLeaves() ? order.cost(order.size()) : router.cost();
    return new Found(Hits.of(top), visited, routing);
  }

  private int documents(float[] query, int budget, TopK top) {
    LeafCursor leaves = router.bestFirst(query);
    int visited = 0;
    while (visited < budget) {
      visited += scan(leaves.next(), budget - visited, query, top);
    }
    return visited;
  }

  /**
   * Opens the best leaf, then all below a level.
   *
   * @param threshold of a leaf by the log-probabilities of the best leaf and its own
   */
  private int bestFirst(float[] query, DoubleBinaryOperator threshold, double level, TopK top) {
    LeafCursor leaves = router.bestFirst(query);
    int leaf = leaves.next();
    double best = leaves.logProbability();
    int visited = 0;
    do {
      visited += scan(leaf, Integer.MAX_VALUE, query, top);
      leaf = leaves.next();
    } while (leaf >= 0 && threshold.applyAsDouble(best, leaves.logProbability()) < level);
    return visited;
  }

  private int ordered(float[] query, Stop.Adaptive rule, double level, TopK top) {
    order.route(query);
    order.thresholds(rule, thresholds);
    int visited = 0;
    int rank = 0;
    do {
      visited += scan(order.leaf(rank++), Integer.MAX_VALUE, query, top);
    } while (rank < thresholds.length && thresholds[rank] < level);
    return visited;
  }

  private int scan(int leaf, int most, float[] query, TopK top) {
    int from = index.offset(leaf);
    int count = Math.min(index.size(leaf), most);
    kernel.rows(vectors.segment(), vectors.offset(from), count, query, scores);
    for (int i = 0; i < count; i++) {
      int document = index.ordinal(from + i);
      if (visited[document] != stamp) {
        visited[document] = stamp;
        top.offer(document, scores[i]);
      }
    }
    return count;
  }
}
