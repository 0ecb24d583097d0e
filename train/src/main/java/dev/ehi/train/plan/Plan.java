package dev.ehi.train.plan;

import dev.ehi.train.config.Layout;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The layout chosen for a tree, and why.
 *
 * @param layout chosen
 * @param forecasts the cheapest of each height, as predicted, the best one first, which is chosen
 *     unless a pilot was cheaper; empty if nothing was left open, or the corpus is too small to
 *     measure anything
 * @param measured what the predictions rest on, and the best of these itself where it was measured
 */
public record Plan(Layout layout, List<CostCurve> forecasts, List<CostCurve> measured) {

  public Plan {
    forecasts = List.copyOf(forecasts);
    measured = List.copyOf(measured);
  }

  static Plan withoutPilots(Layout layout) {
    return new Plan(layout, List.of(), List.of());
  }

  /** One line for people. */
  public String reason() {
    if (forecasts.isEmpty()) {
      return layout + ", without pilots";
    }
    String predictions =
        forecasts.stream()
            .map(curve -> curve.layout() + ": " + percentages(curve))
            .collect(Collectors.joining("; "));
    return "%s%s (predicted cost in %% of all documents, routing included, to find %s of the exact top 10; %d pilots)"
        .formatted(
            forecasts.getFirst().layout().equals(layout) ? "" : byPilot() + ", in place of ",
            predictions,
            Planner.RECALLS.stream()
                .map(recall -> Math.round(100 * recall) + " %")
                .collect(Collectors.joining(" and ")),
            measured.size());
  }

  private String byPilot() {
    CostCurve cheapest =
        measured.stream().filter(c -> c.layout().equals(layout)).findFirst().orElseThrow();
    return "%s, which a pilot found to take %s".formatted(layout, percentages(cheapest));
  }

  private static String percentages(CostCurve curve) {
    return Planner.RECALLS.stream()
        .map(
            recall ->
                String.format(Locale.ROOT, "%.2f %%", 100 * curve.share(curve.at(recall).total())))
        .collect(Collectors.joining(" and "));
  }
}
