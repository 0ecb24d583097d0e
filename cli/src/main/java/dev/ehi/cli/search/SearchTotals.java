package dev.ehi.cli.search;

import dev.ehi.lucene.SearchResult;
import java.util.Locale;

/** Adds up what many searches took. */
final class SearchTotals {

  private int queries;
  private long visited;
  private double routing;

  /**
   * @param visitedShare mean share of the documents visited
   * @param routingCost mean, in dot products
   * @param queriesPerSecond without encoding the queries
   */
  record Report(int queries, double visitedShare, double routingCost, double queriesPerSecond) {

    String describe() {
      return String.format(
          Locale.ROOT,
          "%,d queries: %.2f %% of the documents visited, routing %.0f dot products, %,.0f queries/s",
          queries,
          100 * visitedShare,
          routingCost,
          queriesPerSecond);
    }
  }

  void add(SearchResult result) {
    queries++;
    visited += result.documentsVisited();
    routing += result.routingCost();
  }

  /**
   * @param documents in the index
   * @param seconds that all searches took together
   */
  Report report(int documents, double seconds) {
    double count = Math.max(1, queries);
    return new Report(
        queries,
        visited / count / Math.max(1, documents),
        routing / count,
        seconds > 0 ? queries / seconds : 0);
  }
}
