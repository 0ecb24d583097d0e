package dev.ehi.train.plan;

import dev.ehi.train.config.Layout;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The layout chosen for a tree, and why.
 *
 * @param layout chosen
 * @param forecasts the cheapest of each height, as predicted, the chosen one first; empty if
 *     nothing was left open, or the corpus is too small to measure anything
 * @param measured what the predictions rest on
 */
public record Plan(Layout layout, List<CostCurve> forecasts, List<CostCurve> measured) {

  public Plan {
    forecasts = List.copyOf(forecasts);
    measured = List.copyOf(measured);
  }

  static Plan withoutPilots(Layout layout) {
    return new Plan(layout, List.of(), List.of());
  }

  /** The chosen layout's curve, if one was predicted. */
  public Optional<CostCurve> forecast() {
    return forecasts.stream().findFirst();
  }

  /** One line for people. */
  public String reason() {
    if (forecasts.isEmpty()) {
      return layout + ", without pilots";
    }
    StringBuilder line = new StringBuilder();
    for (CostCurve curve : forecasts) {
      CostCurve.Point point = curve.at(Planner.RECALL);
      line.append(line.isEmpty() ? "" : "; ")
          .append(
              String.format(
                  Locale.ROOT,
                  "%s: %.2f %% predicted",
                  curve.layout(),
                  100 * curve.share(point.total())));
    }
    return "%s (cost to find %.0f %% of the exact top 10, of all documents, routing included; %d pilots)"
        .formatted(line, 100 * Planner.RECALL, measured.size());
  }
}
