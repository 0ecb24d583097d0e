package dev.ehi.eval.report;

import dev.ehi.eval.compare.Results;
import dev.ehi.eval.compare.Results.PerQuery;
import dev.ehi.eval.compare.Results.Test;
import dev.ehi.eval.report.Table.Cell;
import dev.ehi.eval.report.Table.Row;
import dev.ehi.eval.stats.PairedRandomisationTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One comparison with several seeds: mean and standard deviation of every cell. The tests take for
 * each query the mean over the seeds, so that seeds do not pass for queries.
 *
 * @param seeds one label for each
 */
public record MergedResults(String set, List<String> seeds, List<Table> tables, List<Test> tests) {

  /**
   * Merges.
   *
   * @throws IllegalArgumentException unless there are at least two, of the same methods, documents
   *     and queries, each with another seed
   */
  public static MergedResults of(List<Results> results) {
    Results first = results.getFirst();
    requireAlike(results);
    List<List<Table>> measurements = results.stream().map(ResultsTable::measurements).toList();
    List<Table> tables =
        IntStream.range(0, measurements.getFirst().size())
            .mapToObj(t -> merged(measurements.stream().map(m -> m.get(t)).toList()))
            .toList();
    List<Test> tests = first.tests().stream().flatMap(t -> pooled(t, results).stream()).toList();
    return new MergedResults(
        first.setting().set(), results.stream().map(MergedResults::seed).toList(), tables, tests);
  }

  /** As Markdown. */
  public String render() {
    List<String> parts = new ArrayList<>();
    tables.forEach(t -> parts.add(t.markdown()));
    if (!tests.isEmpty()) {
      parts.add(ResultsTable.tests(tests).markdown());
    }
    parts.add(
        "%d seeds (%s): mean ± standard deviation. Tests are on each query's mean over the seeds.\n"
            .formatted(seeds.size(), String.join("; ", seeds)));
    return String.join("\n", parts);
  }

  private static void requireAlike(List<Results> results) {
    Results first = results.getFirst();
    Set<String> seeds = new HashSet<>();
    for (Results other : results) {
      if (!names(other).equals(names(first))
          || !other.queryIds().equals(first.queryIds())
          || other.setting().documents() != first.setting().documents()) {
        throw new IllegalArgumentException(
            "results of other methods, documents or queries cannot be merged: %s of %s, and %s of %s"
                .formatted(
                    names(first), first.setting().set(), names(other), other.setting().set()));
      }
      if (!seeds.add(seed(other))) {
        throw new IllegalArgumentException("two of the results have the same seed: " + seed(other));
      }
    }
    if (results.size() < 2) {
      throw new IllegalArgumentException("one result is its own table: give several to merge");
    }
  }

  private static List<String> names(Results results) {
    return results.methods().stream().map(Results.Method::name).toList();
  }

  private static String seed(Results results) {
    StringBuilder label = new StringBuilder("evaluation " + results.setting().config().seed());
    results
        .encoders()
        .forEach(
            e -> {
              String seed = e.training().get("config.seed");
              label.append(seed == null ? "" : ", " + e.name() + " " + seed);
            });
    return label.toString();
  }

  private static Table merged(List<Table> seeds) {
    Table first = seeds.getFirst();
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < first.rows().size(); r++) {
      List<Cell> cells = new ArrayList<>();
      for (int c = 0; c < first.columns().size(); c++) {
        int row = r;
        int column = c;
        cells.add(merge(seeds.stream().map(t -> t.rows().get(row).cells().get(column)).toList()));
      }
      rows.add(new Row(first.rows().get(r).name(), cells));
    }
    return new Table(first.corner(), first.columns(), rows);
  }

  /** Times through Lucene and through memory have no mean. */
  private static Cell merge(List<Cell> seeds) {
    List<Cell.Value> values =
        seeds.stream().filter(Cell.Value.class::isInstance).map(Cell.Value.class::cast).toList();
    if (values.isEmpty()) {
      return seeds.getFirst();
    }
    String mark = values.getFirst().mark();
    if (!values.stream().allMatch(value -> value.mark().equals(mark))) {
      return Table.NONE;
    }
    double[] numbers = values.stream().mapToDouble(Cell.Value::value).toArray();
    double mean = Arrays.stream(numbers).average().orElseThrow();
    double squares = Arrays.stream(numbers).map(v -> (v - mean) * (v - mean)).sum();
    double deviation = numbers.length < 2 ? 0 : Math.sqrt(squares / (numbers.length - 1));
    return new Cell.Mean(
        mean, deviation, numbers.length, seeds.size(), values.getFirst().unit(), mark);
  }

  /** Empty if one of the seeds did not fill the budget. */
  private static Optional<Test> pooled(Test test, List<Results> results) {
    Optional<double[]> left = mean(test.left(), test.budget(), results);
    Optional<double[]> right = mean(test.right(), test.budget(), results);
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    var config = results.getFirst().setting().config();
    PairedRandomisationTest.Outcome outcome =
        new PairedRandomisationTest(config.permutations(), config.seed())
            .compare(left.get(), right.get());
    return Optional.of(
        new Test(
            test.left(),
            test.right(),
            test.budget(),
            Arrays.stream(left.get()).average().orElse(0),
            Arrays.stream(right.get()).average().orElse(0),
            outcome.meanDifference(),
            outcome.pValue(),
            outcome.wins(),
            outcome.losses()));
  }

  /** Each query's mean over the seeds. // (queries) */
  private static Optional<double[]> mean(String method, double budget, List<Results> results) {
    double[] sums = new double[results.getFirst().queryIds().size()];
    for (Results seed : results) {
      Optional<PerQuery> values =
          seed.perQuery().stream()
              .filter(v -> v.method().equals(method) && v.budget() == budget)
              .findFirst();
      if (values.isEmpty()) {
        return Optional.empty();
      }
      for (int q = 0; q < sums.length; q++) {
        sums[q] += values.get().ndcg().get(q) / results.size();
      }
    }
    return Optional.of(sums);
  }
}
