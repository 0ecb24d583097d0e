package dev.ehi.lucene.leaf;

import dev.ehi.core.quantised.ScalarQuantiser;
import java.util.Arrays;

/** A row of a {@link LeafBlock} in memory, to be read into, coded into or written. */
final class CodedRow {

  final byte[] codes; // (rowBytes)
  float factor;
  float squaredLength; // of the vector; only where the similarity is a function of it

  CodedRow(ScalarQuantiser quantiser) {
    codes = new byte[quantiser.rowBytes()];
  }

  /** Makes it stand for zero. */
  void clear() {
    Arrays.fill(codes, (byte) 0);
    factor = 0;
    squaredLength = 0;
  }

  /** Whether it stands for zero. */
  boolean isZero() {
    return factor == 0;
  }
}
