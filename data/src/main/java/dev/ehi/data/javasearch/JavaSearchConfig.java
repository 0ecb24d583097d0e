package dev.ehi.data.javasearch;

/**
 * What becomes a document and a query.
 *
 * @param split how queries are dealt out
 * @param undocumented which methods without Javadoc are documents
 * @param minCodeLength shorter methods are left out, in characters
 * @param maxCodeLength longer methods are left out, in characters
 * @param minQueryWords shorter sentences are not queries
 * @param maxQueryWords longer sentences are not queries
 * @param maxRelevant a sentence shared by more methods says too little and is not a query
 */
public record JavaSearchConfig(
    JavaSearchSplit split,
    Undocumented undocumented,
    int minCodeLength,
    int maxCodeLength,
    int minQueryWords,
    int maxQueryWords,
    int maxRelevant) {
  /** Which methods without Javadoc of their own are documents. */
  public enum Undocumented {
    /** All of them. */
    ALL,
    /**
     * Those that override nothing. An overriding method does what the Javadoc of the overridden one
     * says and would be an answer that the judgements do not know of.
     */
    NOT_OVERRIDING,
    /** None: every document has a Javadoc. */
    NONE
  }

  /** Checks the ranges. */
  public JavaSearchConfig {
    if (minCodeLength < 1 || maxCodeLength < minCodeLength) {
      throw new IllegalArgumentException(
          "code lengths from %d to %d".formatted(minCodeLength, maxCodeLength));
    }
    if (minQueryWords < 1 || maxQueryWords < minQueryWords) {
      throw new IllegalArgumentException(
          "query words from %d to %d".formatted(minQueryWords, maxQueryWords));
    }
    if (maxRelevant < 1) {
      throw new IllegalArgumentException("maxRelevant " + maxRelevant);
    }
  }

  /** Splits by query, 4 % dev and 8 % test. */
  public static JavaSearchConfig defaults() {
    return new JavaSearchConfig(
        new JavaSearchSplit.ByQuery(0.04, 0.08, 0),
        Undocumented.NOT_OVERRIDING,
        40,
        4000,
        4,
        40,
        3);
  }

  /** The same with another split. */
  public JavaSearchConfig withSplit(JavaSearchSplit other) {
    return new JavaSearchConfig(
        other,
        undocumented,
        minCodeLength,
        maxCodeLength,
        minQueryWords,
        maxQueryWords,
        maxRelevant);
  }

  /** The same with another choice of undocumented methods. */
  public JavaSearchConfig withUndocumented(Undocumented other) {
    return new JavaSearchConfig(
        split, other, minCodeLength, maxCodeLength, minQueryWords, maxQueryWords, maxRelevant);
  }
}
