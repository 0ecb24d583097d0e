package dev.ehi.cli.eval;

import dev.ehi.cli.train.TrainSummary;
import dev.ehi.eval.report.Table;
import dev.ehi.eval.report.Table.Cell;
import dev.ehi.eval.report.Table.Unit;
import dev.ehi.train.metrics.DevScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Training runs beside each other, each row the mean over its seeds. */
final class RunsTable {
  private RunsTable() {}

  /**
   * The table.
   *
   * @throws IllegalArgumentException if runs were scored at different budgets, or not at all
   */
  static Table of(Map<String, List<TrainSummary>> runs) {
    List<Double> budgets = budgets(runs);
    List<String> columns = new ArrayList<>(List.of("exact"));
    budgets.forEach(budget -> columns.add(String.format(Locale.ROOT, "%.3g %%", 100 * budget)));
    columns.addAll(List.of("routing", "leaves", "largest / mean", "CV", "seconds"));
    Table table = new Table("nDCG@10 on dev at total cost", columns);
    runs.forEach((name, seeds) -> table.row(name, cells(seeds, budgets)));
    return table;
  }

  private static List<Cell> cells(List<TrainSummary> seeds, List<Double> budgets) {
    List<Cell> cells = new ArrayList<>();
    cells.add(mean(seeds, run -> best(run).exact(), Unit.QUALITY));
    for (int b = 0; b < budgets.size(); b++) {
      int budget = b;
      cells.add(mean(seeds, run -> best(run).atBudgets().get(budget).ndcgAtCost(), Unit.QUALITY));
    }
    cells.add(mean(seeds, run -> best(run).atBudgets().getFirst().routing(), Unit.PERCENT));
    cells.add(mean(seeds, run -> run.leaves().balance().leaves(), Unit.COUNT));
    cells.add(mean(seeds, run -> run.leaves().balance().maxOverMean(), Unit.RATIO));
    cells.add(mean(seeds, run -> run.leaves().balance().variation(), Unit.RATIO));
    cells.add(mean(seeds, TrainSummary::seconds, Unit.COUNT));
    return cells;
  }

  private static Cell mean(
      List<TrainSummary> seeds, ToDoubleFunction<TrainSummary> value, Unit unit) {
    return new Cell.Value(seeds.stream().mapToDouble(value).average().orElseThrow(), unit);
  }

  private static List<Double> budgets(Map<String, List<TrainSummary>> runs) {
    Optional<List<Double>> first = Optional.empty();
    for (List<TrainSummary> seeds : runs.values()) {
      for (TrainSummary run : seeds) {
        List<Double> budgets =
            best(run).atBudgets().stream().map(DevScore.AtBudget::budget).toList();
        if (first.isPresent() && !first.get().equals(budgets)) {
          throw new IllegalArgumentException(
              "%s was scored at budgets %s, another run at %s"
                  .formatted(run.model(), budgets, first.get()));
        }
        first = Optional.of(budgets);
      }
    }
    return first.orElseThrow();
  }

  private static DevScore best(TrainSummary run) {
    if (run.best() == null) {
      throw new IllegalArgumentException(run.model() + " was trained without dev queries");
    }
    return run.best();
  }
}
