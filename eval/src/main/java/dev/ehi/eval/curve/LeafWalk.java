package dev.ehi.eval.curve;

import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.Router;

/**
 * Visits the documents of a leaf index in the order in which a query meets them: whole leaves, best
 * first, in each leaf by position. One walk shows what a search would find at every budget, since a
 * search with a budget of n documents is the first n steps. One per thread.
 */
final class LeafWalk {

  private final LeafIndex index;
  private final Router router;
  private final TopK top;
  private final int[] visited; // (documents) stamp of the last walk that met the document
  private int stamp;

  LeafWalk(LeafIndex index, Corpus corpus, int k) {
    this.index = index;
    this.router = index.tree().router();
    this.top = corpus.top(k);
    this.visited = new int[corpus.size()];
  }

  /** Told when a budget is full. */
  interface Listener {
    /**
     * Called once a budget, in their order.
     *
     * @param budget index of the budget
     * @param top the best documents of those visited
     * @param routing dot products spent on routing so far
     * @param changed whether {@code top} differs from the last call in this walk
     */
    void full(int budget, TopK top, double routing, boolean changed);
  }

  /**
   * Walks until the last budget is full.
   *
   * @param query // (dim)
   * @param scores of all documents by ordinal // (documents)
   * @param budgets documents to visit, ascending, each at most {@link LeafIndex#stored()} //
   *     (budgets)
   */
  void walk(float[] query, float[] scores, int[] budgets, Listener listener) {
    stamp++;
    top.clear();
    LeafCursor leaves = router.bestFirst(query);
    int steps = 0;
    boolean changed = true;
    int budget = 0;
    while (budget < budgets.length) {
      int leaf = leaves.next();
      int position = index.offset(leaf);
      int end = index.offset(leaf + 1);
      while (position < end && budget < budgets.length) {
        int stop = Math.min(end, position + budgets[budget] - steps);
        steps += stop - position;
        for (; position < stop; position++) {
          changed |= visit(index.ordinal(position), scores);
        }
        for (; budget < budgets.length && budgets[budget] == steps; budget++) {
          listener.full(budget, top, router.cost(), changed);
          changed = false;
        }
      }
    }
  }

  private boolean visit(int document, float[] scores) {
    if (visited[document] == stamp) {
      return false;
    }
    visited[document] = stamp;
    return top.offer(document, scores[document]);
  }
}
