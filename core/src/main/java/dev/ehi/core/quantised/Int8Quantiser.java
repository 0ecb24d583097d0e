package dev.ehi.core.quantised;

/**
 * The integers -127 to 127, spread over the range of each vector; one byte a component, in order.
 */
public final class Int8Quantiser implements ScalarQuantiser {

  static final int LARGEST = 127;

  private static final CodeDotProduct KERNEL = CodeDotProduct.best();

  private final int dim;

  public Int8Quantiser(int dim) {
    this.dim = dim;
  }

  @Override
  public int dim() {
    return dim;
  }

  @Override
  public int rowBytes() {
    return dim;
  }

  @Override
  public float encode(float[] vector, byte[] row) {
    double scale = LARGEST / largest(vector);
    double dot = 0;
    double squares = 0;
    for (int j = 0; j < dim; j++) {
      row[j] = (byte) Math.rint(vector[j] * scale);
      dot += (double) vector[j] * row[j];
      squares += (double) vector[j] * vector[j];
    }
    return factor(squares, dot);
  }

  @Override
  public void decode(byte[] row, float factor, float[] out) {
    for (int j = 0; j < dim; j++) {
      out[j] = factor * row[j];
    }
  }

  @Override
  public QuantisedQuery query(float[] query) {
    byte[] row = new byte[dim];
    float factor = encode(query, row);
    short[] codes = new short[dim];
    for (int j = 0; j < dim; j++) {
      codes[j] = row[j];
    }
    return new QuantisedQuery(
        (rows, offsets, count, dots) -> KERNEL.int8(rows, offsets, count, codes, dots),
        factor,
        /* shift= */ 0);
  }

  /** The largest magnitude of a component, at least the smallest normal number. */
  static double largest(float[] vector) {
    float largest = Float.MIN_NORMAL;
    for (float v : vector) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }

  /**
   * The factor that makes the estimate unbiased.
   *
   * @param squares the squared length of the vector
   * @param dot its dot product with its codes
   */
  static float factor(double squares, double dot) {
    return dot > 0 ? (float) (squares / dot) : 0;
  }
}
