package dev.ehi.lucene;

import java.io.IOException;

/** The vectors of one field of a segment to be written, in document order, each with its leaf. */
interface RoutedVectors {

  /** How many there are; ordinals go from 0 to size - 1. */
  int size();

  /** The document of a vector; it grows with the ordinal. */
  int document(int ordinal);

  /** The leaf of a vector. */
  int leaf(int ordinal);

  /** The vector, in an array that the next call may overwrite. // (dim) */
  float[] vector(int ordinal) throws IOException;
}
