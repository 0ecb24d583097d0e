package dev.ehi.lucene.scan;

/**
 * The leaves in which the best documents of a search lie so far, as many of them as it may go on
 * from. For one thread.
 */
final class BestLeaves {
  private final Sources sources;
  private final int[] leaves; // (most) of documents by rank
  private final float[] scores; // (most) falling
  private final boolean[] left; // (most) whether the search has gone on from there
  private int size;

  /**
   * @param most documents that are of interest
   * @param sources which of them are
   */
  BestLeaves(int most, Sources sources) {
    this.sources = sources;
    leaves = new int[most];
    scores = new float[most];
    left = new boolean[most];
  }

  /** For a search that goes on from nowhere. */
  static BestLeaves none() {
    return new BestLeaves(0, new Sources.Best(1));
  }

  /** Only documents of a higher score are of interest. */
  float competitive() {
    if (scores.length == 0) {
      return Float.POSITIVE_INFINITY;
    }
    if (size == 0) {
      return Float.NEGATIVE_INFINITY;
    }
    float near = Math.nextDown(sources.least(scores[0]));
    return size < scores.length ? near : Math.max(near, scores[size - 1]);
  }

  /** Adds a document that is {@linkplain #competitive}, behind those of the same score. */
  void add(int leaf, float score) {
    int rank = rank(score);
    size = Math.min(size + 1, scores.length);
    int behind = size - rank - 1;
    System.arraycopy(leaves, rank, leaves, rank + 1, behind);
    System.arraycopy(scores, rank, scores, rank + 1, behind);
    System.arraycopy(left, rank, left, rank + 1, behind);
    leaves[rank] = leaf;
    scores[rank] = score;
    left[rank] = false;
    float least = sources.least(scores[0]);
    while (scores[size - 1] < least) {
      size--;
    }
  }

  /** How many documents have this score or a higher one. */
  private int rank(float score) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (scores[middle] >= score) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many documents there are. */
  int size() {
    return size;
  }

  /** Notes that the search goes on from the document of a rank; returns whether it had not yet. */
  boolean leave(int rank) {
    boolean wasThere = !left[rank];
    left[rank] = true;
    return wasThere;
  }

  /** The leaf of the document of a rank, 0 being the best. */
  int leaf(int rank) {
    return leaves[rank];
  }
}
