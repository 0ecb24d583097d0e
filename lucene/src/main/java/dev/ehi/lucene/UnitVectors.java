package dev.ehi.lucene;

/** What an index asks of the vectors that it is given. */
final class UnitVectors {
  private static final double LENGTH_TOLERANCE = 1e-2; // of the squared length

  private UnitVectors() {}

  /**
   * Checks a vector before it is added.
   *
   * @param vector // (dim)
   * @throws IllegalArgumentException if it has another dimension, or not the length 1
   */
  static void check(String id, float[] vector, int dimension) {
    if (vector.length != dimension) {
      throw new IllegalArgumentException(
          "document %s: vector of dimension %d, the index has %d"
              .formatted(id, vector.length, dimension));
    }
    double squares = 0;
    for (float v : vector) {
      squares += (double) v * v;
    }
    if (!(Math.abs(squares - 1) <= LENGTH_TOLERANCE)) {
      throw new IllegalArgumentException(
          "document %s: vector of length %.4g, but an index holds vectors of length 1; normalise it"
              .formatted(id, Math.sqrt(squares)));
    }
  }
}
