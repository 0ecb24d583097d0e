package dev.ehi.cli.search;

import dev.ehi.core.vector.Vectors;
import dev.ehi.data.ScoredDocument;
import dev.ehi.data.TrecRun;
import dev.ehi.lucene.Budget;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.SearchResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/** Searches for many queries and writes what was found as a TREC run file. */
final class BatchSearch {

  private static final String TAG = "ehi";

  private final EhiSearcher searcher;
  private final Budget budget;
  private final int k;

  BatchSearch(EhiSearcher searcher, Budget budget, int k) {
    this.searcher = searcher;
    this.budget = budget;
    this.k = k;
  }

  /**
   * Searches one query after the other.
   *
   * @param vectors one row a query, of length 1 // (queries, dim)
   * @throws CancellationException if the thread is interrupted; no run is written then
   */
  SearchTotals.Report run(List<String> ids, Vectors vectors, Path run) throws IOException {
    SortedMap<String, List<ScoredDocument>> rankings = new TreeMap<>();
    SearchTotals totals = new SearchTotals();
    for (int i = 0; i < ids.size(); i++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("interrupted after %d queries".formatted(i));
      }
      SearchResult result = searcher.search(vectors.row(i), k, budget);
      totals.add(result);
      rankings.put(
          ids.get(i),
          result.hits().stream().map(hit -> new ScoredDocument(hit.id(), hit.score())).toList());
    }
    new TrecRun(TAG, rankings).write(run);
    return totals.report(searcher.size());
  }
}
