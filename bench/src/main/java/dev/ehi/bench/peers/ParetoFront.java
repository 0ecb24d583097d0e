package dev.ehi.bench.peers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The points of a method that no other one beats in both quality and median time. */
final class ParetoFront {

  private final Measure measure;
  private final List<Point> points; // ascending in quality and time

  ParetoFront(List<Point> all, Measure measure) {
    this.measure = measure;
    this.points = new ArrayList<>();
    List<Point> byTime =
        all.stream()
            .sorted(
                Comparator.comparingDouble(Point::p50)
                    .thenComparing(p -> p.quality(measure), Comparator.reverseOrder()))
            .toList();
    double best = Double.NEGATIVE_INFINITY;
    for (Point point : byTime) {
      if (point.quality(measure) > best) {
        best = point.quality(measure);
        points.add(point);
      }
    }
  }

  /** Cheapest first. */
  List<Point> points() {
    return List.copyOf(points);
  }

  /**
   * What a quality costs, in microseconds.
   *
   * @param p50 median wall time
   * @param p99 99th percentile of the wall time
   * @param cpu mean CPU time
   */
  record Cost(double p50, double p99, double cpu) {}

  /**
   * The cost of a quality: that of the cheapest point where it is good enough; else the logarithms
   * of times lie on a line between the two neighbouring points. Empty if no point is good enough.
   */
  Optional<Cost> at(double quality) {
    int above = firstReaching(quality);
    if (above == points.size()) {
      return Optional.empty();
    }
    Point to = points.get(above);
    Point from = above == 0 ? to : points.get(above - 1);
    double span = to.quality(measure) - from.quality(measure);
    double share = span == 0 ? 1 : (quality - from.quality(measure)) / span;
    return Optional.of(
        new Cost(
            between(from, to, share, Point::p50),
            between(from, to, share, Point::p99),
            between(from, to, share, Point::cpu)));
  }

  private static double between(Point from, Point to, double share, ToDoubleFunction<Point> time) {
    double start = Math.log(time.applyAsDouble(from));
    return Math.exp(start + share * (Math.log(time.applyAsDouble(to)) - start));
  }

  /** The point just below a quality and the two that reach it next, as far as there are any. */
  List<Point> around(double quality) {
    int above = firstReaching(quality);
    return points.subList(Math.max(0, above - 1), Math.min(points.size(), above + 2));
  }

  private int firstReaching(double quality) {
    int at = 0;
    while (at < points.size() && points.get(at).quality(measure) < quality) {
      at++;
    }
    return at;
  }
}
