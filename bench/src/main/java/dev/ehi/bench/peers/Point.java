package dev.ehi.bench.peers;

import java.util.Map;

/**
 * What one setting of one method was measured to do.
 *
 * @param build parameters of the index
 * @param setting parameters of the search
 * @param quality means over the queries
 * @param p50 median wall time of a search, in microseconds
 * @param p99 its 99th percentile
 * @param cpu mean CPU time of a search, in microseconds
 */
record Point(
    String method,
    String build,
    String setting,
    Map<Measure, Double> quality,
    double p50,
    double p99,
    double cpu) {

  Point {
    quality = Map.copyOf(quality);
  }

  double quality(Measure measure) {
    Double value = quality.get(measure);
    if (value == null) {
      throw new IllegalArgumentException(measure.label() + " was not measured");
    }
    return value;
  }
}
