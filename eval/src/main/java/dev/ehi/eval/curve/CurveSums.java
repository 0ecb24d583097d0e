package dev.ehi.eval.curve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the values of all queries at the points of one curve; threads may add different blocks.
 */
final class CurveSums {

  private static final int VISITED = Measures.LABELS.size();
  private static final int ROUTING = VISITED + 1;
  private static final int COLUMNS = ROUTING + 1;

  private final int queries;
  private final double[][][] sums; // (blocks, points, columns)
  private final double[][] primary; // (points, queries)

  CurveSums(int points, int queries) {
    this.queries = queries;
    this.sums = new double[Workers.blocks(queries)][points][COLUMNS];
    this.primary = new double[points][queries];
  }

  /**
   * @param measures // (measures)
   * @param visited documents scored
   * @param routing dot products
   */
  void add(int query, int point, double[] measures, double visited, double routing) {
    double[] sum = sums[query / Workers.BLOCK][point];
    for (int m = 0; m < measures.length; m++) {
      sum[m] += measures[m];
    }
    sum[VISITED] += visited;
    sum[ROUTING] += routing;
    primary[point][query] = measures[Measures.PRIMARY];
  }

  Curve curve(int documents) {
    List<CurvePoint> points = new ArrayList<>();
    for (int point = 0; point < primary.length; point++) {
      double[] total = new double[COLUMNS];
      for (double[][] block : sums) {
        for (int c = 0; c < COLUMNS; c++) {
          total[c] += block[point][c];
        }
      }
      Map<String, Double> quality = new LinkedHashMap<>();
      for (int m = 0; m < Measures.LABELS.size(); m++) {
        quality.put(Measures.LABELS.get(m), total[m] / queries);
      }
      double perDocument = (double) queries * documents;
      points.add(
          new CurvePoint(total[VISITED] / perDocument, total[ROUTING] / perDocument, quality));
    }
    return new Curve(points, primary);
  }
}
