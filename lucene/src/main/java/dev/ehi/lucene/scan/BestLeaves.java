package dev.ehi.lucene.scan;

/** The leaves in which the best documents of a search lie so far. For one thread. */
final class BestLeaves {
  private final int[] leaves; // (most) of documents by rank
  private final float[] scores; // (most) falling
  private int size;

  /**
   * @param most documents that are of interest
   */
  BestLeaves(int most) {
    leaves = new int[most];
    scores = new float[most];
  }

  /** Only documents of a higher score are among the best. */
  float competitive() {
    if (size < scores.length) {
      return Float.NEGATIVE_INFINITY;
    }
    return size == 0 ? Float.POSITIVE_INFINITY : scores[size - 1];
  }

  /** Adds a document that is {@linkplain #competitive}, behind those of the same score. */
  void add(int leaf, float score) {
    int rank = size < scores.length ? size++ : size - 1;
    for (; rank > 0 && score > scores[rank - 1]; rank--) {
      leaves[rank] = leaves[rank - 1];
      scores[rank] = scores[rank - 1];
    }
    leaves[rank] = leaf;
    scores[rank] = score;
  }

  /** How many documents there are. */
  int size() {
    return size;
  }

  /** The leaf of the document of a rank, 0 being the best. */
  int leaf(int rank) {
    return leaves[rank];
  }
}
