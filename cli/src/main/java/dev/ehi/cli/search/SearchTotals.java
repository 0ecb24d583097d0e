package dev.ehi.cli.search;

import dev.ehi.lucene.SearchResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Adds up what many searches took. */
final class SearchTotals {

  private final List<Long> nanos = new ArrayList<>();
  private long visited;
  private double routing;

  /**
   * @param visitedShare mean share of the documents visited
   * @param routingCost mean, in dot products
   * @param p50Millis median time of a search, without encoding the query
   * @param p99Millis time that 99 of 100 searches keep within
   */
  record Report(
      int queries, double visitedShare, double routingCost, double p50Millis, double p99Millis) {

    String describe() {
      return String.format(
          Locale.ROOT,
          "%,d queries: %.2f %% of the documents visited, routing %.0f dot products, p50 %.2f ms, p99 %.2f ms",
          queries,
          100 * visitedShare,
          routingCost,
          p50Millis,
          p99Millis);
    }
  }

  void add(SearchResult result) {
    nanos.add(result.nanos());
    visited += result.documentsVisited();
    routing += result.routingCost();
  }

  Report report(int documents) {
    Collections.sort(nanos);
    int queries = nanos.size();
    double count = Math.max(1, queries);
    return new Report(
        queries,
        visited / count / Math.max(1, documents),
        routing / count,
        percentileMillis(.5),
        percentileMillis(.99));
  }

  private double percentileMillis(double share) {
    return nanos.isEmpty()
        ? 0
        : nanos.get(Math.min(nanos.size() - 1, (int) (share * nanos.size()))) / 1e6;
  }
}
