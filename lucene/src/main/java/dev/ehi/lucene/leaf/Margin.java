package dev.ehi.lucene.leaf;

import java.io.IOException;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;

/**
 * By how much estimated dot products may fall short of the true ones. For a query of length 1 and a
 * row of codes with factor a it is {@code base + slope a}: the first part is the query's own
 * rounding, the second that of the row.
 */
public record Margin(float base, float slope) {

  /** Of what is not estimated, or is wanted as it is most likely. */
  public static final Margin NONE = new Margin(0, 0);

  static Margin read(DataInput in) throws IOException {
    return new Margin(Float.intBitsToFloat(in.readInt()), Float.intBitsToFloat(in.readInt()));
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(Float.floatToIntBits(base));
    out.writeInt(Float.floatToIntBits(slope));
  }

  /** The larger one, in both parts. */
  Margin or(Margin other) {
    return new Margin(Math.max(base, other.base), Math.max(slope, other.slope));
  }

  /** For a row with an average factor. */
  public float typical() {
    return 2 * base; // base is slope times the average factor
  }
}
