package dev.ehi.data.leakage;

/**
 * What two sets share, as texts; ids of different sets say nothing.
 *
 * @param documents documents of the second set whose text the first has, too
 * @param queries queries of the second set whose text the first has, too
 */
public record CrossReport(String first, String second, Shared documents, Shared queries) {
  /** True when nothing is shared. */
  public boolean clean() {
    return documents.count() + queries.count() == 0;
  }
}
