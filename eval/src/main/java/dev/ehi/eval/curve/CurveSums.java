package dev.ehi.eval.curve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the values of all queries at the points of one curve; threads may add different blocks.
 */
final class CurveSums {

  private final List<String> labels;
  private final double[] levels; // (points)
  private final int queries;
  private final double[][][] sums; // (blocks, points, measures + visited + routing)
  private final double[][] primary; // (points, queries)

  /**
   * @param levels the parameter of each point // (points)
   */
  CurveSums(Measures measures, double[] levels, int queries) {
    this.labels = measures.labels();
    this.levels = levels;
    this.queries = queries;
    this.sums = new double[Workers.blocks(queries)][levels.length][labels.size() + 2];
    this.primary = new double[levels.length][queries];
  }

  /**
   * @param values // (measures)
   * @param visited documents scored
   * @param routing dot products
   */
  void add(int query, int point, double[] values, double visited, double routing) {
    double[] sum = sums[query / Workers.BLOCK][point];
    for (int m = 0; m < values.length; m++) {
      sum[m] += values[m];
    }
    sum[labels.size()] += visited;
    sum[labels.size() + 1] += routing;
    primary[point][query] = values[Measures.PRIMARY];
  }

  Curve curve(int documents) {
    List<CurvePoint> points = new ArrayList<>();
    for (int point = 0; point < levels.length; point++) {
      double[] total = new double[labels.size() + 2];
      for (double[][] block : sums) {
        for (int c = 0; c < total.length; c++) {
          total[c] += block[point][c];
        }
      }
      Map<String, Double> quality = new LinkedHashMap<>();
      for (int m = 0; m < labels.size(); m++) {
        quality.put(labels.get(m), total[m] / queries);
      }
      double perDocument = (double) queries * documents;
      points.add(
          new CurvePoint(
              total[labels.size()] / perDocument, total[labels.size() + 1] / perDocument, quality));
    }
    return new Curve(points, primary, levels);
  }
}
