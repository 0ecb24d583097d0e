package dev.ehi.lucene.leaf;

import java.io.IOException;

/** Codes of a leaf, known from a segment that is being merged, to be written as they are. */
interface KnownCodes {

  /** What the rows are coded around: a mean, or zero. */
  void mean(CodedRow into) throws IOException;

  /**
   * Reads the row of a vector of the leaf.
   *
   * @return false if the vector is not coded around this mean
   */
  boolean row(int ordinal, CodedRow into) throws IOException;
}
