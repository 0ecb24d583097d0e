package dev.ehi.bench;

import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.Router;
import java.util.Arrays;
import java.util.BitSet;
import java.util.PriorityQueue;
import java.util.function.IntConsumer;

/**
 * A search that opens the most probable leaves and then goes on to neighbours of the best documents
 * that it has found. Each document is scored once.
 */
final class NeighbourWalk {
  private final Router router;
  private final LeafCursor cursor;
  private final int[][] inLeaf; // (leaves, documents of the leaf)
  private final float[] scores; // (documents)
  private final BitSet visited = new BitSet(); // documents
  private final PriorityQueue<Integer> ahead; // visited documents to go on from, best first

  /**
   * @param query // (dim)
   * @param scores of all documents, looked at as they are visited // (documents)
   * @param inLeaf // (leaves, documents of the leaf)
   */
  NeighbourWalk(Router router, float[] query, float[] scores, int[][] inLeaf) {
    this.router = router;
    this.cursor = router.bestFirst(query);
    this.scores = scores;
    this.inLeaf = inLeaf;
    this.ahead = new PriorityQueue<>((a, b) -> Float.compare(scores[b], scores[a]));
  }

  /** Opens the most probable leaves until so many documents are visited, or all. */
  NeighbourWalk open(int documents) {
    for (int count = 0; count < documents; ) {
      int leaf = cursor.next();
      if (leaf < 0) {
        break;
      }
      openLeaf(leaf);
      count += inLeaf[leaf].length;
    }
    return this;
  }

  /** Visits what the best documents are linked to, until none of them is left to go on from. */
  NeighbourWalk documentsNextTo(int best, NeighbourGraph near, int links) {
    goOn(best, document -> near.links(document, links).forEach(this::visit));
    return this;
  }

  private void goOn(int best, IntConsumer step) {
    PriorityQueue<Float> bestScores = new PriorityQueue<>(); // of those gone on from, worst first
    while (!ahead.isEmpty()) {
      float score = scores[ahead.peek()];
      if (bestScores.size() == best && score < bestScores.peek()) {
        return;
      }
      bestScores.add(score);
      if (bestScores.size() > best) {
        bestScores.poll();
      }
      step.accept(ahead.poll());
    }
  }

  private void openLeaf(int leaf) {
    for (int document : inLeaf[leaf]) {
      visit(document);
    }
  }

  private void visit(int document) {
    if (!visited.get(document)) {
      visited.set(document);
      ahead.add(document);
    }
  }

  /** How many documents were scored. */
  int visited() {
    return visited.cardinality();
  }

  /** What routing cost, in dot products. */
  double routing() {
    return router.cost();
  }

  /** How many of these documents were found. */
  int found(int[] documents) {
    return (int) Arrays.stream(documents).filter(visited::get).count();
  }
}
