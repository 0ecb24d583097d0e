package dev.ehi.eval.report;

import dev.ehi.eval.compare.Results;
import dev.ehi.eval.compare.Results.Candidate;
import dev.ehi.eval.compare.Results.Method;
import dev.ehi.eval.curve.Crossing;
import dev.ehi.eval.report.Table.Cell;
import dev.ehi.eval.report.Table.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What each build of a method costs at best on the queries that it was tuned on: more leaves, two
 * leaves a document, another graph.
 */
final class TuningTable {

  static final String TITLE = "least cost of each build on the queries tuned on";

  private TuningTable() {}

  /** Of the methods with several builds; empty if there are none. */
  static Optional<Table> of(Results results) {
    List<Double> fractions = results.setting().config().fractions();
    Table table =
        new Table(
            TITLE, fractions.stream().map(f -> "%.0f %% of exact".formatted(100 * f)).toList());
    boolean empty = true;
    for (Method method : results.methods()) {
      Map<Map<String, String>, List<Candidate>> builds =
          method.tuning().stream()
              .collect(
                  Collectors.groupingBy(Candidate::build, LinkedHashMap::new, Collectors.toList()));
      if (builds.size() < 2) {
        continue;
      }
      empty = false;
      for (List<Candidate> candidates : builds.values()) {
        List<Cell> cells = new ArrayList<>();
        for (double fraction : fractions) {
          cells.add(least(candidates, fraction));
        }
        table.row(method.name() + ": " + inWords(candidates), cells);
      }
    }
    return empty ? Optional.empty() : Optional.of(table);
  }

  private static String inWords(List<Candidate> candidates) {
    String build =
        candidates.getFirst().build().entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue())
            .collect(Collectors.joining(", "));
    return candidates.stream().anyMatch(Candidate::chosen) ? build + " (chosen)" : build;
  }

  private static Cell least(List<Candidate> candidates, double fraction) {
    OptionalDouble least =
        candidates.stream()
            .flatMap(c -> c.crossings().stream())
            .filter(c -> c.fraction() == fraction)
            .mapToDouble(Crossing::total)
            .min();
    return least.isPresent() ? new Cell.Value(least.getAsDouble(), Unit.PERCENT) : Table.NONE;
  }
}
