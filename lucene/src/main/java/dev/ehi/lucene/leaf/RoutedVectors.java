package dev.ehi.lucene.leaf;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The vectors of one field of a segment to be written, in document order, with their leaves. */
interface RoutedVectors {

  /** Of which documents they are and where they lie. */
  Placement placement();

  /** How many there are; ordinals go from 0 to size - 1. */
  default int size() {
    return placement().size();
  }

  /** The document of a vector; it grows with the ordinal. */
  default int document(int ordinal) {
    return placement().documentOf()[ordinal];
  }

  /** In how many leaves each vector lies. */
  default int copies() {
    return placement().copies();
  }

  /** A leaf of a vector: the most probable one for copy 0, all different. */
  default int leaf(int ordinal, int copy) {
    return placement().leafOf()[ordinal * copies() + copy];
  }

  /** The vector, in an array that the next call may overwrite. // (dim) */
  float[] vector(int ordinal) throws IOException;

  /**
   * The squared length of the vector, of the one that was first added if codes are all that is left
   * of it; only where the similarity is a function of it.
   */
  float squaredLength(int ordinal) throws IOException;

  /** What the vectors may be off by already, since they come from codes alone. */
  Margin margin();

  /**
   * The codes by which more than half of the vectors of a leaf are known, if these are all that is
   * known of them; null if there is no such half.
   *
   * @param ordinals those in the leaf lie at indices from {@code from} to before {@code to}
   */
  @Nullable KnownCodes known(LeafEncoding encoding, int leaf, int[] ordinals, int from, int to)
      throws IOException;
}
