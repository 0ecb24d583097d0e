package dev.ehi.lucene;

import java.io.IOException;

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
}
