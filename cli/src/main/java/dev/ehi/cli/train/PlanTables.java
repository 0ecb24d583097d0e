package dev.ehi.cli.train;

import dev.ehi.eval.report.Table;
import dev.ehi.eval.report.Table.Cell;
import dev.ehi.eval.report.Table.Unit;
import dev.ehi.train.plan.CostCurve;
import dev.ehi.train.plan.Plan;
import dev.ehi.train.plan.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plan in words and tables: costs in percent of the corpus, routing included. */
final class PlanTables {
  private PlanTables() {}

  static String of(Plan plan, List<Planner.Check> checks) {
    StringBuilder text = new StringBuilder();
    text.append("Chosen: ").append(plan.reason()).append("\n\n");
    Table predicted = new Table("predicted, cheapest of each height", recalls(plan.forecasts()));
    plan.forecasts().forEach(curve -> predicted.row(curve.layout().toString(), costs(curve)));
    text.append(predicted.markdown()).append('\n');
    Table measured = new Table("measured in pilots", recalls(plan.measured()));
    plan.measured().forEach(curve -> measured.row(name(curve), costs(curve)));
    text.append(measured.markdown());
    if (!checks.isEmpty()) {
      text.append('\n').append(checked(checks));
    }
    return text.toString();
  }

  private static String checked(List<Planner.Check> checks) {
    Table table = new Table("predicted / measured", recalls(List.of(checks.getFirst().measured())));
    for (Planner.Check check : checks) {
      List<Cell> cells = new ArrayList<>();
      for (CostCurve.Point point : check.measured().points()) {
        double share = check.measured().share(point.total());
        double expected = check.predicted().share(check.predicted().at(point.recall()).total());
        cells.add(
            new Cell.Text(
                String.format(Locale.ROOT, "%.2f / %.2f %%", 100 * expected, 100 * share)));
      }
      table.row(name(check.measured()), cells);
    }
    double error =
        checks.stream()
            .flatMap(check -> check.measured().points().stream().map(p -> error(check, p)))
            .mapToDouble(Double::doubleValue)
            .average()
            .orElse(0);
    return table.markdown()
        + String.format(
            Locale.ROOT,
            "%nTrees that the model does not know; predictions are off by %.1f %% on average.%n",
            100 * error);
  }

  private static double error(Planner.Check check, CostCurve.Point measured) {
    double predicted = check.predicted().at(measured.recall()).total();
    return Math.abs(Math.log(predicted / measured.total()));
  }

  private static List<String> recalls(List<CostCurve> curves) {
    return curves.stream()
        .limit(1)
        .flatMap(curve -> curve.points().stream())
        .map(point -> String.format(Locale.ROOT, "recall %.2f", point.recall()))
        .toList();
  }

  private static List<Cell> costs(CostCurve curve) {
    return curve.points().stream()
        .<Cell>map(point -> new Cell.Value(curve.share(point.total()), Unit.PERCENT))
        .toList();
  }

  private static String name(CostCurve curve) {
    return String.format(Locale.ROOT, "%s, %,d documents", curve.layout(), curve.documents());
  }
}
