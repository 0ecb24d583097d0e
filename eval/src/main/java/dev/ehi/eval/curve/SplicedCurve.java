package dev.ehi.eval.curve;

import java.util.ArrayList;
import java.util.List;

/**
 * A curve put together of several, each for a range of costs.
 *
 * @param parts which of them each point is taken from // (points)
 */
public record SplicedCurve(Curve curve, List<Integer> parts) {

  public SplicedCurve {
    parts = List.copyOf(parts);
  }

  /** A curve as it is. */
  public static SplicedCurve of(Curve whole) {
    return of(List.of(whole), List.of());
  }

  /**
   * The points of each curve whose total cost lies above the bound before it and not above its own.
   *
   * @param curves from the cheapest range to the dearest
   * @param bounds the largest total costs of all but the last // (curves - 1) ascending
   */
  public static SplicedCurve of(List<Curve> curves, List<Double> bounds) {
    List<CurvePoint> points = new ArrayList<>();
    List<double[]> primary = new ArrayList<>();
    List<Double> levels = new ArrayList<>();
    List<Integer> parts = new ArrayList<>();
    for (int part = 0; part < curves.size(); part++) {
      Curve curve = curves.get(part);
      double above = part == 0 ? Double.NEGATIVE_INFINITY : bounds.get(part - 1);
      double upTo = part < bounds.size() ? bounds.get(part) : Double.POSITIVE_INFINITY;
      for (int point = 0; point < curve.points().size(); point++) {
        double total = curve.points().get(point).total();
        if (total > above && total <= upTo) {
          points.add(curve.points().get(point));
          primary.add(curve.perQuery(point));
          levels.add(curve.level(point));
          parts.add(part);
        }
      }
    }
    return new SplicedCurve(
        new Curve(
            points,
            primary.toArray(double[][]::new),
            levels.stream().mapToDouble(Double::doubleValue).toArray()),
        parts);
  }
}
