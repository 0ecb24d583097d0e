package dev.ehi.eval.curve;

import dev.ehi.eval.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Quality as a function of cost, from the smallest budget to the largest. */
public final class Curve {

  /** How far a budget may be from the one asked for, relative to it. */
  public static final double TOLERANCE = .02;

  private final List<CurvePoint> points;
  private final double[][] primary; // (points, queries) nDCG@10
  private final double[] levels; // (points)

  Curve(List<CurvePoint> points, double[][] primary, double[] levels) {
    this.points = List.copyOf(points);
    this.primary = primary;
    this.levels = levels;
  }

  public List<CurvePoint> points() {
    return points;
  }

  /** nDCG@10 of every query at a point. // (queries) */
  public double[] perQuery(int point) {
    return primary[point].clone();
  }

  /** The parameter that gave a point: a {@link Stop}'s level, or the setting of a swept method. */
  public double level(int point) {
    return levels[point];
  }

  /** The first point whose mean nDCG@10 is {@code fraction * exact} or more. */
  public OptionalInt reaching(double fraction, double exact) {
    double target = fraction * exact;
    String measure = Metric.NDCG_10.label();
    return IntStream.range(0, points.size())
        .filter(i -> points.get(i).quality(measure) >= target)
        .findFirst();
  }

  /**
   * Where the mean nDCG@10 first reaches {@code fraction * exact}; empty if it never does. A curve
   * that is there from its first point on costs what that point costs.
   */
  public Optional<Crossing> crossing(double fraction, double exact) {
    OptionalInt first = reaching(fraction, exact);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    int i = first.getAsInt();
    CurvePoint to = points.get(i);
    CurvePoint from = i == 0 ? to : points.get(i - 1);
    double before = from.quality(Metric.NDCG_10.label());
    double gained = to.quality(Metric.NDCG_10.label()) - before;
    double t = gained == 0 ? 1 : (fraction * exact - before) / gained;
    return Optional.of(
        new Crossing(
            fraction,
            from.documents() + t * (to.documents() - from.documents()),
            from.routing() + t * (to.routing() - from.routing())));
  }

  /**
   * The point whose total cost is closest to a budget, if one lies within {@link #TOLERANCE} of it.
   *
   * @param total share of the corpus size
   */
  public OptionalInt filling(double total) {
    int closest = -1;
    double distance = TOLERANCE * total;
    for (int i = 0; i < points.size(); i++) {
      double d = Math.abs(points.get(i).total() - total);
      if (d <= distance) {
        closest = i;
        distance = d;
      }
    }
    return closest < 0 ? OptionalInt.empty() : OptionalInt.of(closest);
  }

  /** At most {@code count} of the points, evenly taken, the first and the last among them. */
  public List<CurvePoint> thinned(int count) {
    if (points.size() <= count) {
      return points;
    }
    List<CurvePoint> kept = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      kept.add(points.get((int) Math.round((double) i * (points.size() - 1) / (count - 1))));
    }
    return kept;
  }
}
