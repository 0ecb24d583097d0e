package dev.ehi.lucene.leaf;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The vectors of one field of a segment to be written, in document order, with their leaves. */
interface RoutedVectors {

  /** How many there are; ordinals go from 0 to size - 1. */
  int size();

  /** The document of a vector; it grows with the ordinal. */
  int document(int ordinal);

  /** In how many leaves each vector lies. */
  int copies();

  /** A leaf of a vector: the most probable one for copy 0, all different. */
  int leaf(int ordinal, int copy);

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
