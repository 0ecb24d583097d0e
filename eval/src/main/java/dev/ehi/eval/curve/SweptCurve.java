package dev.ehi.eval.curve;

import dev.ehi.core.progress.Progress;
import dev.ehi.eval.QuerySet;
import java.util.ArrayList;
import java.util.List;

/**
 * The curve of a method whose cost is not set but follows from a parameter, such as the candidate
 * list of HNSW: one point a parameter value, at the mean number of documents that the searches
 * visited.
 */
public final class SweptCurve {

  /** A search that finds this share of the exact top 10 has nothing left to gain. */
  private static final double SATURATED = .999;

  private SweptCurve() {}

  /** A method under test; called by several threads. */
  public interface Method {
    Found search(float[] query, int setting);
  }

  /**
   * Searches all queries with each setting, until one finds practically the exact results.
   *
   * @param settings ascending by cost
   * @return the curve; its points are those of the first settings, in their order
   */
  public static Curve compute(
      Corpus corpus,
      QuerySet queries,
      Method method,
      List<Integer> settings,
      int threads,
      Progress progress) {
    Measures measures = new Measures(new Judgments(queries, corpus));
    List<Hits> exact = ExactScan.all(corpus, queries, Measures.DEPTH, threads, progress);
    List<CurvePoint> points = new ArrayList<>();
    List<double[]> perQuery = new ArrayList<>();
    for (int setting : settings) {
      CurveSums sums = new CurveSums(1, queries.size());
      try (Progress.Task task =
          progress.start("sweep, setting " + setting, queries.size(), "queries")) {
        Workers.run(
            queries.size(),
            threads,
            () -> worker(queries, method, setting, measures, exact, sums),
            task);
      }
      Curve one = sums.curve(corpus.size());
      points.addAll(one.points());
      perQuery.add(one.perQuery(0));
      if (points.getLast().quality("exact@10") >= SATURATED) {
        break;
      }
    }
    return new Curve(points, perQuery.toArray(double[][]::new));
  }

  /** The single point of exact search: everything is visited. */
  public static Curve exact(Corpus corpus, Judgments judgments, List<Hits> hits) {
    Measures measures = new Measures(judgments);
    CurveSums sums = new CurveSums(1, hits.size());
    for (int q = 0; q < hits.size(); q++) {
      sums.add(q, 0, measures.of(q, hits.get(q), hits.get(q)), corpus.size(), 0);
    }
    return sums.curve(corpus.size());
  }

  private static Workers.Worker worker(
      QuerySet queries,
      Method method,
      int setting,
      Measures measures,
      List<Hits> exact,
      CurveSums sums) {
    float[] query = new float[queries.vectors().dim()];
    return (from, to) -> {
      for (int q = from; q < to; q++) {
        queries.vectors().get(q, query);
        Found found = method.search(query, setting);
        sums.add(q, 0, measures.of(q, found.hits(), exact.get(q)), (double) found.visited(), 0);
      }
    };
  }
}
