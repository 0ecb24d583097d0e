package dev.ehi.lucene.leaf;

import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.RankedLeaves;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * Routes the documents of a field, or queries for it: what the tree sees of a vector depends on the
 * field's similarity. For one thread.
 */
public final class FieldRouter {

  private final Router router;
  private final boolean directionOnly;

  private FieldRouter(Router router, VectorSimilarityFunction similarity) {
    this.router = router;
    directionOnly =
        switch (similarity) {
          case DOT_PRODUCT, EUCLIDEAN -> false;
          case COSINE, MAXIMUM_INNER_PRODUCT -> true;
        };
  }

  /**
   * Routes documents.
   *
   * @param similarity of the field
   */
  static FieldRouter ofDocuments(Tree tree, VectorSimilarityFunction similarity) {
    return new FieldRouter(tree.documentRouter(), similarity);
  }

  /**
   * Routes queries.
   *
   * @param similarity of the field
   */
  public static FieldRouter ofQueries(Tree tree, VectorSimilarityFunction similarity) {
    return new FieldRouter(tree.queryRouter(), similarity);
  }

  /**
   * Finds the leaves where a vector is stored, the most probable first.
   *
   * @param vector // (dim)
   * @param leaves receives {@code copies} leaves from index {@code at} on
   */
  void store(float[] vector, int copies, int[] leaves, int at) {
    if (copies == 1) {
      leaves[at] = router.leaf(input(vector));
      return;
    }
    LeafCursor cursor = router.bestFirst(input(vector));
    for (int copy = 0; copy < copies; copy++) {
      int leaf = cursor.next();
      leaves[at + copy] = leaf >= 0 ? leaf : unused(leaves, at, copy);
    }
  }

  /** The first leaf that is not taken, for vectors that overflow and have no probabilities. */
  private static int unused(int[] leaves, int at, int taken) {
    int leaf = 0;
    for (int i = 0; i < taken; i++) {
      if (leaves[at + i] == leaf) {
        leaf++;
        i = -1;
      }
    }
    return leaf;
  }

  /** All leaves, the most probable first; valid until the next call. // vector (dim) */
  public LeafCursor leaves(float[] vector) {
    return router.bestFirst(input(vector));
  }

  /** The most probable leaf and those within a gap below it, in nats. // vector (dim) */
  public RankedLeaves leavesWithin(float[] vector, double nats) {
    return router.within(input(vector), nats);
  }

  /** All leaves up to a surprisal, the most probable in any case. // vector (dim) */
  public RankedLeaves leavesUpTo(float[] vector, double nats) {
    return router.upTo(input(vector), nats);
  }

  /** Most leaves up to a surprisal, the most probable in any case. // vector (dim) */
  public RankedLeaves leavesNearlyUpTo(float[] vector, double nats) {
    return router.nearlyUpTo(input(vector), nats);
  }

  /** What the routing of the last vector cost so far, in dot products. */
  public double cost() {
    return router.cost();
  }

  private float[] input(float[] vector) {
    if (!directionOnly) {
      return vector;
    }
    float[] direction = vector.clone();
    Vectors.normalize(direction);
    return direction;
  }
}
