package dev.ehi.eval.curve;

import java.util.List;

/**
 * Visits the documents of a leaf index in the order in which a query meets them: whole leaves, best
 * first, in each leaf by position. One walk shows what every search would find, whenever it stops,
 * since a search that visits n documents is the first n steps. One per thread.
 */
final class LeafWalk {

  private final LeafIndex index;
  private final List<StopPoints> stops;
  private final LeafOrder order;
  private final int[][] steps; // (stops, points) documents visited
  private final double[][] routing; // (stops, points) dot products
  private final TopK top;
  private final int[] visited; // (documents) stamp of the last walk that met the document
  private int stamp;

  LeafWalk(LeafIndex index, List<StopPoints> stops, Corpus corpus, int k) {
    this.index = index;
    this.stops = stops;
    this.order = new LeafOrder(index);
    this.steps = stops.stream().map(s -> new int[s.size()]).toArray(int[][]::new);
    this.routing = stops.stream().map(s -> new double[s.size()]).toArray(double[][]::new);
    this.top = corpus.top(k);
    this.visited = new int[corpus.size()];
  }

  /** Told where a search stops. */
  interface Listener {
    /**
     * Called once for each point of each stop rule, those of a rule in their order.
     *
     * @param stop index of the rule
     * @param point index of the point
     * @param top the best documents of those visited
     * @param visited documents visited, duplicates counted
     * @param routing dot products spent on routing
     * @param changed whether {@code top} differs from the last call in this walk
     */
    void stopped(int stop, int point, TopK top, int visited, double routing, boolean changed);
  }

  /**
   * Walks until the last search has stopped.
   *
   * @param query // (dim)
   * @param scores of all documents by ordinal // (documents)
   */
  void walk(float[] query, float[] scores, Listener listener) {
    stamp++;
    top.clear();
    order.route(query);
    for (int s = 0; s < stops.size(); s++) {
      stops.get(s).locate(order, steps[s], routing[s]);
    }
    int[] next = new int[stops.size()]; // point by rule
    int at = 0;
    int rank = 0;
    boolean changed = true;
    for (int goal = goal(next); goal < Integer.MAX_VALUE; goal = goal(next)) {
      while (at < goal) {
        int end = Math.min(goal, order.before(rank + 1));
        int position = index.offset(order.leaf(rank)) + at - order.before(rank);
        for (; at < end; at++) {
          changed |= visit(index.ordinal(position++), scores);
        }
        if (at < goal) {
          rank++;
        }
      }
      for (int s = 0; s < next.length; s++) {
        for (; next[s] < steps[s].length && steps[s][next[s]] == at; next[s]++) {
          listener.stopped(s, next[s], top, at, routing[s][next[s]], changed);
          changed = false;
        }
      }
    }
  }

  /** The number of documents at which the next search stops. */
  private int goal(int[] next) {
    int goal = Integer.MAX_VALUE;
    for (int s = 0; s < next.length; s++) {
      if (next[s] < steps[s].length) {
        goal = Math.min(goal, steps[s][next[s]]);
      }
    }
    return goal;
  }

  private boolean visit(int document, float[] scores) {
    if (visited[document] == stamp) {
      return false;
    }
    visited[document] = stamp;
    return top.offer(document, scores[document]);
  }
}
