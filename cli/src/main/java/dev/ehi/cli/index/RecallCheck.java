package dev.ehi.cli.index;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.SearchResult;
import dev.ehi.lucene.recall.Calibration;
import dev.ehi.lucene.scan.Budget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether other queries reach the recall that they ask for, by real searches. */
final class RecallCheck {
  private static final List<Double> ASKED = List.of(.8, .9, .95, .98, .99);

  private RecallCheck() {}

  /**
   * One recall.
   *
   * @param asked what was asked for
   * @param reached mean share of the exact nearest documents found
   * @param visited documents visited, on average
   * @param visitedByBeam those that a fixed beam visits which reaches as much on the same queries
   */
  record Row(double asked, double reached, double visited, double visitedByBeam) {}

  /**
   * @param queries // (queries, dim)
   */
  static List<Row> of(
      EhiSearcher searcher, Calibration calibration, Vectors queries, int k, Progress progress)
      throws IOException {
    Calibration own = searcher.calibrate(queries, k, progress);
    List<Set<String>> exact =
        searcher.searchAll(queries, k, new Budget.Beam(Integer.MAX_VALUE)).stream()
            .map(RecallCheck::ids)
            .toList();
    List<Row> rows = new ArrayList<>();
    for (double asked : ASKED) {
      rows.add(row(searcher, calibration.at(asked).budget(), asked, queries, k, exact, own));
    }
    return rows;
  }

  private static Row row(
      EhiSearcher searcher,
      Budget budget,
      double asked,
      Vectors queries,
      int k,
      List<Set<String>> exact,
      Calibration own)
      throws IOException {
    long found = 0;
    long wanted = 0;
    long visited = 0;
    List<SearchResult> results = searcher.searchAll(queries, k, budget);
    for (int i = 0; i < queries.size(); i++) {
      SearchResult result = results.get(i);
      Set<String> ids = ids(result);
      ids.retainAll(exact.get(i));
      found += ids.size();
      wanted += exact.get(i).size();
      visited += result.documentsVisited();
    }
    double reached = (double) found / wanted;
    return new Row(asked, reached, (double) visited / queries.size(), own.visitedByBeam(reached));
  }

  private static Set<String> ids(SearchResult result) {
    return result.hits().stream()
        .map(SearchResult.Hit::id)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
