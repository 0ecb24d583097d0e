package dev.ehi.train.sample;

/** How much exact search training may do, so that it takes minutes in a large corpus too. */
public final class ExactSearches {
  private static final int MOST_QUERIES = 1 << 16;
  private static final long MOST_SCORES = 1L << 34;

  private ExactSearches() {}

  /** How many queries may be searched for in a corpus; more of a kind would hardly be asked. */
  public static int most(int documents) {
    return (int) Math.clamp(MOST_SCORES / Math.max(1, documents), 1, MOST_QUERIES);
  }
}
