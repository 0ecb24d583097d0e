package dev.ehi.lucene.scan;

/** From which of the documents that it has found a search goes on through links. */
public sealed interface Sources {

  /** How many documents a search goes on from, at most. */
  int most();

  /** The least score of those, when the best document has {@code best}. */
  float least(float best);

  /**
   * So many of the best, the same number for every query: what it takes to find all of the nearest
   * documents, also those that are hardly nearer than others.
   *
   * @param documents at least 1
   */
  record Best(int documents) implements Sources {
    public Best {
      if (documents < 1) {
        throw new IllegalArgumentException(
            "a search goes on from at least 1 document, got " + documents);
      }
    }

    @Override
    public int most() {
      return documents;
    }

    @Override
    public float least(float best) {
      return Float.NEGATIVE_INFINITY;
    }
  }

  /**
   * The best and those that are hardly further away, at most {@value #MOST}: queries with a clear
   * answer go on from few. It costs less where the first results count and not all of the nearest
   * documents do, since what is far behind the best is seldom relevant. That distances and not
   * numbers say how far to go is also found for graphs (Al-Jazzazi et al., Distance Adaptive Beam
   * Search, arXiv 2505.15636).
   *
   * @param slack how much further away than the best, as a share of its distance, which is what its
   *     score lacks of 1 (a quarter of the squared distance of vectors of length 1); at least 0
   */
  record Near(double slack) implements Sources {

    /** Documents from which a search goes on, at most. */
    public static final int MOST = 64;

    public Near {
      if (!(slack >= 0)) {
        throw new IllegalArgumentException("a slack is at least 0, got " + slack);
      }
    }

    @Override
    public int most() {
      return MOST;
    }

    /** A maximum inner product has no distance; there it is a share of the best score. */
    @Override
    public float least(float best) {
      return (float) (best - slack * Math.abs(1 - best));
    }
  }
}
