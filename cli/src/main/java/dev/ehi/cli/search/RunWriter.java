package dev.ehi.cli.search;

import dev.ehi.core.vector.Vectors;
import dev.ehi.data.ScoredDocument;
import dev.ehi.data.TrecRun;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.SearchResult;
import dev.ehi.lucene.scan.Budget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/** Searches for many queries and writes what was found as a TREC run file. */
final class RunWriter {

  private static final String TAG = "ehi";
  private static final int BATCH = 1024; // queries between two looks for an interruption

  private final EhiSearcher searcher;
  private final Budget budget;
  private final int k;

  RunWriter(EhiSearcher searcher, Budget budget, int k) {
    this.searcher = searcher;
    this.budget = budget;
    this.k = k;
  }

  /**
   * @param vectors one row a query, of length 1 // (queries, dim)
   * @throws CancellationException if the thread is interrupted; no run is written then
   */
  SearchTotals.Report run(List<String> ids, Vectors vectors, Path run) throws IOException {
    SortedMap<String, List<ScoredDocument>> rankings = new TreeMap<>();
    SearchTotals totals = new SearchTotals();
    long nanos = 0;
    for (int from = 0; from < ids.size(); from += BATCH) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("interrupted after %d queries".formatted(from));
      }
      int[] rows = IntStream.range(from, Math.min(from + BATCH, ids.size())).toArray();
      Vectors batch = vectors.gather(rows);
      long start = System.nanoTime();
      List<SearchResult> results = searcher.searchAll(batch, k, budget);
      nanos += System.nanoTime() - start;
      for (int i = 0; i < results.size(); i++) {
        totals.add(results.get(i));
        rankings.put(ids.get(from + i), ranking(results.get(i)));
      }
    }
    new TrecRun(TAG, rankings).write(run);
    return totals.report(searcher.size(), nanos / 1e9);
  }

  private static List<ScoredDocument> ranking(SearchResult result) {
    return result.hits().stream().map(hit -> new ScoredDocument(hit.id(), hit.score())).toList();
  }
}
