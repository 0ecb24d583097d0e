package dev.ehi.train.plan;

import dev.ehi.train.config.Layout;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Predicts what searches cost through trees that were not measured. For each height, the documents
 * visited and the nodes expanded below the root follow power laws,
 *
 * <p>{@code log y = a + b log(documents / leaves) + c log(projection) + d logit(recall) + e
 * log(documents)},
 *
 * <p>fitted by least squares to measured curves; without e if all are of one corpus size. Routing
 * costs {@code projection + (1 + expanded) * branching * projection / dim} dot products.
 */
public final class CostModel {

  private static final double FEWEST = .01; // so that none expanded has a logarithm

  private final int dim;
  private final Map<Integer, Laws> byHeight;

  private record Laws(PowerLaw visited, PowerLaw expanded) {}

  private CostModel(int dim, Map<Integer, Laws> byHeight) {
    this.dim = dim;
    this.byHeight = byHeight;
  }

  /**
   * Fits to measured curves.
   *
   * @param dim of the vectors
   * @param curves of each height with different projections and leaf counts
   */
  static CostModel fit(int dim, List<CostCurve> curves) {
    CostModel unfitted = new CostModel(dim, Map.of());
    return new CostModel(
        dim,
        curves.stream()
            .collect(Collectors.groupingBy(curve -> curve.layout().height()))
            .entrySet()
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> unfitted.laws(e.getValue()))));
  }

  private record Sample(CostCurve curve, CostCurve.Point point) {}

  private Laws laws(List<CostCurve> curves) {
    List<Sample> samples =
        curves.stream()
            .flatMap(curve -> curve.points().stream().map(point -> new Sample(curve, point)))
            .toList();
    double[][] inputs =
        samples.stream()
            .map(s -> inputs(s.curve.layout(), s.curve.documents(), s.point.recall()))
            .toArray(double[][]::new);
    return new Laws(
        PowerLaw.fit(inputs, outputs(samples, s -> Math.max(1, s.point.visited()))),
        PowerLaw.fit(
            inputs, outputs(samples, s -> Math.max(FEWEST, expanded(s.curve.layout(), s.point)))));
  }

  private static double[] outputs(List<Sample> samples, ToDoubleFunction<Sample> output) {
    return samples.stream().mapToDouble(output).toArray();
  }

  private static double[] inputs(Layout layout, int documents, double recall) {
    return new double[] {
      1,
      Math.log((double) documents / layout.leaves()),
      Math.log(layout.projection()),
      Math.log(recall / (1 - recall)),
      Math.log(documents)
    };
  }

  /**
   * The curve to expect.
   *
   * @param layout of a height that was measured
   * @param documents in the corpus
   */
  public CostCurve predict(Layout layout, int documents) {
    Laws laws = byHeight.get(layout.height());
    if (laws == null) {
      throw new IllegalArgumentException("no tree of height " + layout.height() + " was measured");
    }
    return new CostCurve(
        layout,
        documents,
        Pilot.RECALLS.stream().map(recall -> point(laws, layout, documents, recall)).toList());
  }

  /** The layout of each height that is predicted to be cheapest, with its curve. */
  List<CostCurve> cheapestOfEachHeight(List<Layout> layouts, int documents) {
    return layouts.stream()
        .map(layout -> predict(layout, documents))
        .collect(
            Collectors.toMap(
                curve -> curve.layout().height(),
                curve -> curve,
                BinaryOperator.minBy(Comparator.comparingDouble(Planner::cost))))
        .values()
        .stream()
        .toList();
  }

  private CostCurve.Point point(Laws laws, Layout layout, int documents, double recall) {
    double[] inputs = inputs(layout, documents, recall);
    double expanded = Math.min(laws.expanded.of(inputs), innerNodes(layout));
    return new CostCurve.Point(
        recall,
        Math.min(laws.visited.of(inputs), documents),
        projecting(layout) + (1 + expanded) * expanding(layout));
  }

  private double expanded(Layout layout, CostCurve.Point point) {
    return (point.routing() - projecting(layout)) / expanding(layout) - 1;
  }

  /** Dot products that the projection of a query takes. */
  private double projecting(Layout layout) {
    return layout.projection() < dim ? layout.projection() : 0;
  }

  /** Dot products of the vectors' dimension that the expansion of a node takes. */
  private double expanding(Layout layout) {
    return (double) layout.branching() * layout.projection() / dim;
  }

  /** Nodes between root and leaves. */
  private static double innerNodes(Layout layout) {
    double nodes = 0;
    for (int h = 1; h < layout.height(); h++) {
      nodes += Math.pow(layout.branching(), h);
    }
    return nodes;
  }
}
