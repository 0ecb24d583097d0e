package dev.ehi.core.quantised;

import java.util.Arrays;

/**
 * The sixteen odd integers -15 to 15, spread over the range of each vector or a little less of it,
 * whatever keeps its direction best; four bits a component. The integer {@code 2 k - 15} is stored
 * as its level k, packed as {@link CodeDotProduct#int4} reads it.
 */
public final class Int4Quantiser implements ScalarQuantiser {

  private static final CodeDotProduct KERNEL = CodeDotProduct.best();
  private static final int LARGEST = 15;
  private static final double[] RANGES = {1, .93, .86, .79, .72, .65}; // of the whole

  private final int dim;
  private final int numbers; // int16 a row

  public Int4Quantiser(int dim) {
    this.dim = dim;
    this.numbers = (dim + 3) / 4;
  }

  @Override
  public int dim() {
    return dim;
  }

  @Override
  public int rowBytes() {
    return numbers * Short.BYTES;
  }

  @Override
  public float encode(float[] vector, byte[] row) {
    double largest = Int8Quantiser.largest(vector);
    float best = 0;
    float bestCosine = -1;
    for (double range : RANGES) {
      float scale = (float) (LARGEST / (largest * range));
      float cosine = cosine(vector, scale);
      if (cosine > bestCosine) {
        bestCosine = cosine;
        best = scale;
      }
    }
    return encode(vector, best, row);
  }

  /** Of a vector and its codes, times the length of the vector. */
  private static float cosine(float[] vector, float scale) {
    float dot = 0;
    float squares = 0;
    for (float v : vector) {
      float code = 2 * level(v * scale) - LARGEST;
      dot += code * v;
      squares += code * code;
    }
    return dot / (float) Math.sqrt(squares);
  }

  /** The level of the odd integer nearest to x. */
  private static int level(float x) {
    return (int) Math.clamp(x * .5f + 8, 0, 15);
  }

  private float encode(float[] vector, float scale, byte[] row) {
    Arrays.fill(row, (byte) 0);
    double dot = 0;
    double squares = 0;
    for (int j = 0; j < dim; j++) {
      int level = level(vector[j] * scale);
      row[at(j)] |= (byte) (level << shift(j));
      dot += (double) vector[j] * (2 * level - LARGEST);
      squares += (double) vector[j] * vector[j];
    }
    return Int8Quantiser.factor(squares, dot);
  }

  /** The byte of a row that holds a component. */
  private int at(int component) {
    return component % numbers * Short.BYTES + component / numbers / 2;
  }

  /** Where in its byte a component lies. */
  private int shift(int component) {
    return component / numbers % 2 * 4;
  }

  @Override
  public void decode(byte[] row, float factor, float[] out) {
    for (int j = 0; j < dim; j++) {
      out[j] = factor * (2 * (row[at(j)] >>> shift(j) & 0xF) - LARGEST);
    }
  }

  @Override
  public QuantisedQuery query(float[] query) {
    byte[] row = new byte[dim];
    float factor = new Int8Quantiser(dim).encode(query, row);
    short[] codes = new short[4 * numbers];
    int sum = 0;
    for (int j = 0; j < dim; j++) {
      codes[j] = row[j];
      sum += row[j];
    }
    return new QuantisedQuery(
        (rows, offsets, count, dots) -> KERNEL.int4(rows, offsets, count, codes, dots),
        2 * factor,
        factor * LARGEST * sum);
  }
}
