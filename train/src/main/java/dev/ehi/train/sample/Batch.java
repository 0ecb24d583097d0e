package dev.ehi.train.sample;

import java.util.Arrays;

/**
 * One step's queries and candidate documents. Row {@code i} of {@link #queries} has its positive in
 * column {@code i} of {@link #documents}; the columns behind are mined negatives. Every column is a
 * candidate negative for every row, except where {@link #isNegative} denies it.
 */
public final class Batch {
  private final int[] queries; // (rows)
  private final int[] documents; // (columns), columns >= rows
  private final TrainingPairs pairs;

  Batch(int[] queries, int[] documents, TrainingPairs pairs) {
    this.queries = queries;
    this.documents = documents;
    this.pairs = pairs;
  }

  public int rows() {
    return queries.length;
  }

  public int columns() {
    return documents.length;
  }

  /** Queries and pseudo-queries in the numbering of {@link TrainingPairs}. // (rows) */
  public int[] queries() {
    return queries.clone();
  }

  /** Document ordinals: the positives of the rows, then mined negatives. // (columns) */
  public int[] documents() {
    return documents.clone();
  }

  /**
   * Whether a column may serve as a negative of a row: it is neither the row's own positive nor
   * another known positive of its query, nor has it the same content as one.
   */
  public boolean isNegative(int row, int column) {
    return column != row && mayBeNegative(row, documents[column]);
  }

  /** The same for a document that need not be in the batch. */
  public boolean mayBeNegative(int row, int document) {
    return !pairs.isPositive(queries[row], document);
  }

  @Override
  public String toString() {
    return "queries " + Arrays.toString(queries) + ", documents " + Arrays.toString(documents);
  }
}
