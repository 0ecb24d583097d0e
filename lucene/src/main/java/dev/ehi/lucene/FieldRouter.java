package dev.ehi.lucene;

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
final class FieldRouter {

  private final Router documents;
  private final Router queries;
  private final boolean directionOnly;

  FieldRouter(Tree tree, VectorSimilarityFunction similarity) {
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
      leaves[at + copy] = cursor.next();
    }
  }

  /** All leaves, the most probable for the query first; valid until the next call. // (dim) */
  LeafCursor leaves(float[] query) {
    return queries.bestFirst(input(query));
  }

  /** The most probable leaf for the query and those within a gap below it, in nats. // (dim) */
  RankedLeaves leavesWithin(float[] query, double nats) {
    return queries.within(input(query), nats);
  }

  /** What the routing of the last query cost so far, in dot products. */
  double cost() {
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
