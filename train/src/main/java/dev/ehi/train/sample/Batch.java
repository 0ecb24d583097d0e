package dev.ehi.train.sample;

import java.util.Arrays;

/**
 * One step's queries and candidate documents. Row {@code i} of {@link #queries} has its positive in
 * column {@code i} of {@link #documents}; the columns behind are mined negatives. Every column is a
 * candidate for every row, except where {@link #excluded} says that it is relevant too.
 */
public final class Batch {
  private final int[] queries; // (rows)
  private final int[] documents; // (columns), columns >= rows
  private final boolean[] excluded; // (rows, columns)

  Batch(int[] queries, int[] documents, TrainingPairs pairs) {
    this.queries = queries;
    this.documents = documents;
    excluded = new boolean[queries.length * documents.length];
    for (int row = 0; row < queries.length; row++) {
      for (int column = 0; column < documents.length; column++) {
        excluded[row * documents.length + column] =
            column != row && pairs.isPositive(queries[row], documents[column]);
      }
    }
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
   * True where a column must not serve as a negative of a row: another known positive of its query,
   * or the same content once more. Never true for the row's own positive. // (rows, columns)
   */
  public boolean[] excluded() {
    return excluded.clone();
  }

  @Override
  public String toString() {
    return "queries " + Arrays.toString(queries) + ", documents " + Arrays.toString(documents);
  }
}
