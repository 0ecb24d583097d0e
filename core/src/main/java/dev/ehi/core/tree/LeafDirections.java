package dev.ehi.core.tree;

import dev.ehi.core.parallel.Parallel;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;

/** In which direction the documents of each leaf lie. */
final class LeafDirections {

  private static final double LEAST_SHARE = .25; // directions become 4 times as long at most

  private final Vectors documents; // (documents, dim) of length 1
  private final int[] members; // (documents) leaf by leaf
  private final int[] start; // (leaves + 1) index of the leaf's first member
  private final Vectors directions; // (leaves, dim)

  private LeafDirections(Vectors documents, int[] members, int[] start) {
    this.documents = documents;
    this.members = members;
    this.start = start;
    this.directions = Vectors.allocate(start.length - 1, documents.dim());
  }

  /**
   * Of the means of leaves.
   *
   * @param documents of length 1 // (documents, dim)
   * @param members documents, leaf by leaf // (documents)
   * @param start indices of leaves' first members // (leaves + 1)
   */
  static LeafDirections of(Vectors documents, int[] members, int[] start) {
    LeafDirections leaves = new LeafDirections(documents, members, start);
    Parallel.blocks(
        start.length - 1,
        (from, to) -> {
          for (int leaf = from; leaf < to; leaf++) {
            leaves.directions.set(leaf, leaves.direction(leaf));
          }
        });
    return leaves;
  }

  private float[] direction(int leaf) {
    float[] sum = new float[documents.dim()];
    float[] document = new float[sum.length];
    for (int member = start[leaf]; member < start[leaf + 1]; member++) {
      documents.get(members[member], document);
      for (int j = 0; j < sum.length; j++) {
        sum[j] += document[j];
      }
    }
    Vectors.normalize(sum);
    return sum;
  }

  /** Of length 1; zeros for a leaf without documents. // (leaves, dim) */
  Vectors vectors() {
    return directions;
  }

  /**
   * Directions that are longer where documents lie around them, so that few of these are
   * overlooked. A document that a query has a dot product <i>s</i> with, and nothing else in
   * common, gives its leaf's direction one of <i>s</i> times the dot product of document and
   * direction. Directions are divided by that of a document which is one standard deviation less
   * than the mean.
   *
   * @return // (leaves, dim)
   */
  Vectors stretched() {
    Vectors stretched = Vectors.allocate(directions.size(), directions.dim());
    Parallel.blocks(
        directions.size(),
        (from, to) -> {
          for (int leaf = from; leaf < to; leaf++) {
            float[] direction = directions.row(leaf);
            float share = start[leaf] == start[leaf + 1] ? 1 : share(leaf, direction);
            for (int j = 0; j < direction.length; j++) {
              direction[j] /= share;
            }
            stretched.set(leaf, direction);
          }
        });
    return stretched;
  }

  private float share(int leaf, float[] direction) {
    int size = start[leaf + 1] - start[leaf];
    float[] document = new float[direction.length];
    double sum = 0;
    double squares = 0;
    for (int member = start[leaf]; member < start[leaf + 1]; member++) {
      documents.get(members[member], document);
      double share = DotProduct.best().dot(document, direction);
      sum += share;
      squares += share * share;
    }
    double mean = sum / size;
    double deviation = Math.sqrt(Math.max(0, squares / size - mean * mean));
    return (float) Math.max(LEAST_SHARE, mean - deviation);
  }
}
