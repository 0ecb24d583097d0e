package dev.ehi.bench;

import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.SearchResult;
import dev.ehi.lucene.scan.Budget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/** Compares searches of an index, in the state that it is in now, with exact ones. */
final class SearchQuality {
  private static final int K = 10;
  private static final double PRECISION = 1.005; // of the smallest threshold, as a factor

  private final EhiSearcher searcher;
  private final Vectors queries; // (queries, dim)
  private final List<Set<String>> nearest = new ArrayList<>();

  /**
   * What searches find and visit.
   *
   * @param recall the mean share of the exact 10 nearest documents that they find
   * @param visited documents, on average
   */
  record Found(double recall, double visited) {}

  /**
   * @param queries // (queries, dim)
   */
  SearchQuality(EhiSearcher searcher, Vectors queries) throws IOException {
    this.searcher = searcher;
    this.queries = queries;
    for (int i = 0; i < queries.size(); i++) {
      nearest.add(ids(searcher.search(queries.row(i), K, new Budget.Beam(Integer.MAX_VALUE))));
    }
  }

  Found at(Budget budget) throws IOException {
    long found = 0;
    long wanted = 0;
    long visited = 0;
    for (int i = 0; i < queries.size(); i++) {
      SearchResult result = searcher.search(queries.row(i), K, budget);
      Set<String> hits = ids(result);
      hits.retainAll(nearest.get(i));
      found += hits.size();
      wanted += nearest.get(i).size();
      visited += result.documentsVisited();
    }
    return new Found((double) found / wanted, (double) visited / queries.size());
  }

  /** The smallest budget of a kind that reaches a recall. */
  Budget smallest(double recall, DoubleFunction<Budget> kind) throws IOException {
    double high = 1;
    while (at(kind.apply(high)).recall() < recall) {
      high *= 2;
    }
    double low = high / 2;
    while (high > PRECISION * low) {
      double middle = Math.sqrt(low * high);
      if (at(kind.apply(middle)).recall() < recall) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return kind.apply(high);
  }

  private static Set<String> ids(SearchResult result) {
    return result.hits().stream()
        .map(SearchResult.Hit::id)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
