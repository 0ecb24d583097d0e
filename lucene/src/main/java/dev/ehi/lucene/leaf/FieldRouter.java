package dev.ehi.lucene.leaf;

import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.RankedLeaves;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * Routes the vectors of a field: what the tree sees of a vector depends on the field's similarity.
 * For one thread.
 */
public final class FieldRouter {

  private final Router documents;
  private final Router queries;
  private final boolean directionOnly;

  /**
   * @param similarity of the field
   */
  public FieldRouter(Tree tree, VectorSimilarityFunction similarity) {
    documents = tree.documentRouter();
    queries = tree.queryRouter();
    directionOnly =
        switch (similarity) {
          case DOT_PRODUCT, EUCLIDEAN -> false;
          case COSINE, MAXIMUM_INNER_PRODUCT -> true;
        };
  }

  /**
   * Finds the leaves where a vector is stored, the most probable first.
   *
   * @param vector // (dim)
   * @param leaves receives {@code copies} leaves from index {@code at} on
   */
  void store(float[] vector, int copies, int[] leaves, int at) {
    LeafCursor cursor = documents.bestFirst(input(vector));
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

  /** All leaves, the most probable for the query first; valid until the next call. // (dim) */
  public LeafCursor leaves(float[] query) {
    return queries.bestFirst(input(query));
  }

  /** The most probable leaf for the query and those within a gap below it, in nats. // (dim) */
  public RankedLeaves leavesWithin(float[] query, double nats) {
    return queries.within(input(query), nats);
  }

  /** All leaves up to a surprisal, the most probable for the query in any case. // (dim) */
  public RankedLeaves leavesUpTo(float[] query, double nats) {
    return queries.upTo(input(query), nats);
  }

  /** What the routing of the last query cost so far, in dot products. */
  public double cost() {
    return queries.cost();
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
