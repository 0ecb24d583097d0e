package dev.ehi.eval.report;

import dev.ehi.eval.compare.Results;
import dev.ehi.eval.compare.Results.Encoder;
import dev.ehi.eval.compare.Results.Group;
import dev.ehi.eval.compare.Results.Kind;
import dev.ehi.eval.compare.Results.Method;
import dev.ehi.eval.compare.Results.Through;
import dev.ehi.eval.compare.Results.Timing;
import dev.ehi.eval.curve.Crossing;
import dev.ehi.eval.report.Table.Cell;
import dev.ehi.eval.report.Table.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The results in short, as Markdown. */
public final class ResultsTable {

  private static final String IN_MEMORY = "*";

  /** What of a model's training stands in the short form. */
  private static final Set<String> KEY_TRAINING =
      Set.of(
          "commit",
          "step",
          "config.seed",
          "config.epochs",
          "config.depth.type",
          "config.index.type",
          "config.index.height",
          "config.sampling.batch",
          "config.sampling.negatives",
          "config.loss.siamese.type",
          "config.loss.indexing.type",
          "config.loss.diversity.type");

  private ResultsTable() {}

  /**
   * Exact quality of each encoder, the cost of each method, the tests between methods, quality by
   * the number of training queries, and how the methods were set.
   */
  public static String render(Results results) {
    List<String> parts = new ArrayList<>();
    measurements(results).forEach(t -> parts.add(t.markdown()));
    if (!results.tests().isEmpty()) {
      parts.add(tests(results.tests()).markdown());
    }
    if (!results.untested().isEmpty()) {
      parts.add(untested(results).markdown());
    }
    TuningTable.of(results).ifPresent(t -> parts.add(t.markdown()));
    parts.add(notes(results));
    return String.join("\n", parts);
  }

  /** The tables of means, which seeds can be averaged over; of fixed form for given methods. */
  static List<Table> measurements(Results results) {
    List<Table> tables = new ArrayList<>(List.of(encoders(results), costs(results)));
    if (!results.groups().isEmpty()) {
      tables.add(groups(results));
    }
    if (results.methods().stream().anyMatch(m -> m.leaves().isPresent())) {
      tables.add(leaves(results));
    }
    return tables;
  }

  private static Table encoders(Results results) {
    List<String> metrics = List.copyOf(results.encoders().getFirst().exact().keySet());
    Table table = new Table("exact search", metrics);
    results
        .encoders()
        .forEach(
            e ->
                table.row(
                    e.name(),
                    metrics.stream()
                        .map(m -> value(e.exact().getOrDefault(m, 0.0), Unit.QUALITY))
                        .toList()));
    return table;
  }

  private static Table costs(Results results) {
    List<Double> fractions = results.setting().config().fractions();
    Table table =
        new Table(
            "cost in % of the corpus, routing included",
            Stream.of("%.0f %% of exact", "documents alone at %.0f %%", "CPU ms at %.0f %%")
                .flatMap(heading -> fractions.stream().map(f -> heading.formatted(100 * f)))
                .toList());
    for (Method method : results.methods()) {
      table.row(
          method.name(),
          Stream.of(
                  fractions.stream().map(f -> cost(method, f, Crossing::total)),
                  fractions.stream().map(f -> cost(method, f, Crossing::documents)),
                  fractions.stream().map(f -> time(method, f)))
              .flatMap(cells -> cells)
              .toList());
    }
    return table;
  }

  private static Cell cost(Method method, double fraction, ToDoubleFunction<Crossing> part) {
    return method.crossings().stream()
        .filter(c -> c.fraction() == fraction)
        .findFirst()
        .map(c -> value(part.applyAsDouble(c), Unit.PERCENT))
        .orElse(Table.NONE);
  }

  /** Through Lucene where that can be. */
  private static Cell time(Method method, double fraction) {
    double wanted = method.kind() == Kind.EXACT ? 1 : fraction;
    List<Timing> timings = method.timings().stream().filter(t -> t.fraction() == wanted).toList();
    Optional<Timing> best =
        timings.stream()
            .filter(t -> t.through() == Through.LUCENE)
            .findFirst()
            .or(() -> timings.stream().findFirst());
    return best.<Cell>map(
            t ->
                new Cell.Value(
                    t.cpuMillis(), Unit.MILLIS, t.through() == Through.LUCENE ? "" : IN_MEMORY))
        .orElse(Table.NONE);
  }

  /** At the middle one of the matched budgets. */
  private static Table groups(Results results) {
    List<Double> budgets = results.setting().config().matchedBudgets();
    double budget = budgets.get(budgets.size() / 2);
    Map<String, Integer> sizes =
        results.groups().stream()
            .collect(
                Collectors.toMap(Group::group, Group::queries, (a, b) -> a, LinkedHashMap::new));
    Table table =
        new Table(
            "nDCG@10 by training queries of the relevant document, at a cost of "
                + Unit.PERCENT.format(budget),
            sizes.entrySet().stream()
                .map(e -> "%s: %d queries".formatted(e.getKey(), e.getValue()))
                .toList());
    for (Method method : results.methods()) {
      double at = method.kind() == Kind.EXACT ? 1 : budget;
      table.row(
          method.name(),
          sizes.keySet().stream()
              .map(
                  group ->
                      results.groups().stream()
                          .filter(g -> g.group().equals(group))
                          .filter(g -> g.method().equals(method.name()) && g.budget() == at)
                          .findFirst()
                          .map(g -> value(g.ndcg(), Unit.QUALITY))
                          .orElse(Table.NONE))
              .toList());
    }
    return table;
  }

  private static Table leaves(Results results) {
    Table table =
        new Table(
            "leaves",
            List.of(
                "number",
                "largest / mean",
                "CV",
                "empty",
                "purity",
                "mutual information (bits)",
                "of that by chance"));
    for (Method method : results.methods()) {
      method
          .leaves()
          .ifPresent(
              l ->
                  table.row(
                      method.name(),
                      List.of(
                          value(l.balance().leaves(), Unit.COUNT),
                          value(l.balance().maxOverMean(), Unit.RATIO),
                          value(l.balance().variation(), Unit.RATIO),
                          value(l.balance().empty(), Unit.COUNT),
                          value(l.routing().purity(), Unit.QUALITY),
                          value(l.routing().mutualInformation(), Unit.RATIO),
                          value(l.routing().byChance(), Unit.RATIO))));
    }
    return table;
  }

  static Table tests(List<Results.Test> tests) {
    Table table =
        new Table("nDCG@10 at equal cost", List.of("cost", "left", "right", "difference", "p"));
    for (Results.Test test : tests) {
      table.row(
          test.left() + " vs " + test.right(),
          List.of(
              value(test.budget(), Unit.PERCENT),
              value(test.leftNdcg(), Unit.QUALITY),
              value(test.rightNdcg(), Unit.QUALITY),
              value(test.difference(), Unit.DIFFERENCE),
              value(test.pValue(), Unit.QUALITY)));
    }
    return table;
  }

  private static Table untested(Results results) {
    Table table = new Table("not tested at", List.of("cost", "because"));
    for (Results.Untested pair : results.untested()) {
      table.row(
          pair.left() + " vs " + pair.right(),
          List.of(value(pair.budget(), Unit.PERCENT), new Cell.Text(pair.reason())));
    }
    return table;
  }

  private static String notes(Results results) {
    StringBuilder notes = new StringBuilder();
    boolean memory =
        results.methods().stream()
            .anyMatch(m -> costsMemory(m, results.setting().config().fractions()));
    if (memory) {
      notes.append(
          """
          CPU ms: one thread through a Lucene index of one segment; with * through the same leaves in memory, since
          through Lucene a search stops at a number of documents, a gap or a surprisal, not at a mass or by other temperatures.

          """);
    }
    for (Method method : results.methods()) {
      if (!method.settings().isEmpty()) {
        notes.append("- %s: %s%n".formatted(method.name(), listed(method.settings())));
      }
    }
    for (Encoder encoder : results.encoders()) {
      Map<String, String> key = new LinkedHashMap<>(encoder.training());
      key.keySet().retainAll(KEY_TRAINING);
      if (!key.isEmpty()) {
        notes.append("- training of %s: %s%n".formatted(encoder.name(), listed(key)));
      }
    }
    Map<String, String> facts = new LinkedHashMap<>(results.setting().caller());
    facts.put("seed", String.valueOf(results.setting().config().seed()));
    facts.putAll(results.setting().versions());
    notes.append("- evaluation: %s%n".formatted(listed(facts)));
    return notes.toString();
  }

  private static boolean costsMemory(Method method, List<Double> fractions) {
    return fractions.stream().anyMatch(f -> time(method, f).print().endsWith(IN_MEMORY));
  }

  private static String listed(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", "));
  }

  private static Cell value(double value, Unit unit) {
    return new Cell.Value(value, unit);
  }
}
