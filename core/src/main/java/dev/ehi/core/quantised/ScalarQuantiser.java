package dev.ehi.core.quantised;

/**
 * Codes vectors by small integers, one a component. A vector v becomes integers c and a factor
 *
 * <pre>  a = |v|^2 / (v . c)</pre>
 *
 * so that {@code a (q . c)} estimates {@code q . v}: exactly for a query in the direction of v, and
 * without bias for directions that have nothing to do with the rounding (the estimator of RaBitQ,
 * arXiv 2405.12497, section 3.2, on a grid of more than two values). Immutable and safe for
 * concurrent use.
 */
public sealed interface ScalarQuantiser permits Int8Quantiser, Int4Quantiser {

  /** The components of a vector. */
  int dim();

  /** The bytes of a row of codes. */
  int rowBytes();

  /**
   * Codes a vector.
   *
   * @param vector // (dim)
   * @param row receives the codes // (rowBytes)
   * @return the factor a; 0 for the zero vector
   */
  float encode(float[] vector, byte[] row);

  /**
   * The vector {@code a c} that a row stands for.
   *
   * @param out // (dim)
   */
  void decode(byte[] row, float factor, float[] out);

  /** Prepares a query. // (dim) */
  QuantisedQuery query(float[] query);
}
