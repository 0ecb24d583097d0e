package dev.ehi.bench.peers;

import dev.ehi.bench.peers.ParetoFront.Cost;
import dev.ehi.bench.peers.PeerResults.Build;
import dev.ehi.bench.peers.PeerResults.LevelComparison;
import dev.ehi.bench.peers.PeerResults.Method;
import dev.ehi.eval.report.Table;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The results as Markdown: {@code peers.md}. */
final class PeerTables {

  private final PeerResults results;

  PeerTables(PeerResults results) {
    this.results = results;
  }

  String markdown() {
    StringBuilder text = new StringBuilder("# EHI beside other libraries\n\n");
    introduction(text);
    levels(text, "Median wall time of a search, us", Cost::p50);
    levels(text, "99th percentile of the wall time, us", Cost::p99);
    levels(text, "Mean CPU time, us", Cost::cpu);
    builds(text);
    points(text);
    notes(text);
    return text.toString();
  }

  private void introduction(StringBuilder text) {
    PeerResults.Setup setup = results.setup();
    text.append(
        String.format(
            Locale.ROOT,
            """
            %,d documents of dimension %d, %,d queries for the %d nearest, %d rounds after one that warms up. One thread; in each
            round every %s to all settings of all methods in shuffled order (seed %d).

            Settings were swept with %,d of the queries; those on each method's Pareto front next to the levels below were measured
            with all. Recall counts documents that score no less than the last of the exact top %d. Times at a level are
            interpolated (their logarithms, linearly) between neighbouring points of the front of quality and p50; a
            method whose cheapest point is above a level has the times of that point, and one that does not get there has `-`.
            Ratios are the fastest of EHI by the fastest of all others, rounded up. p99 is over all searches of all rounds, pauses
            and other programs included.

            """,
            setup.documents(),
            setup.dim(),
            setup.queries(),
            Workload.K,
            setup.rounds(),
            setup.stretch() == 1
                ? "query goes"
                : "stretch of %,d queries goes".formatted(setup.stretch()),
            setup.seed(),
            setup.sweepQueries(),
            Workload.K));
    if (!setup.judgements().isEmpty()) {
      text.append(
          String.format(
              Locale.ROOT,
              "nDCG@10 is computed by `eval` as trec_eval does, from %s; exact search has"
                  + " %.4f.\n\n",
              setup.judgements(),
              results.exact(Measure.NDCG)));
    }
  }

  private void levels(StringBuilder text, String title, ToDoubleFunction<Cost> time) {
    text.append("## ").append(title).append("\n\n");
    Table table =
        new Table("at", results.comparisons().stream().map(LevelComparison::level).toList());
    for (Method method : results.methods()) {
      table.row(
          method.name(),
          results.comparisons().stream()
              .map(comparison -> comparison.costs().get(method.name()))
              .map(cost -> cost == null ? Table.NONE : number("%.1f", time.applyAsDouble(cost)))
              .toList());
    }
    table.row(
        "EHI / fastest other",
        results.comparisons().stream()
            .map(LevelComparison::ratio)
            .map(ratio -> ratio == null ? Table.NONE : roundedUp(time.applyAsDouble(ratio)))
            .toList());
    text.append(table.markdown()).append('\n');
  }

  private static Table.Cell number(String format, double value) {
    return new Table.Cell.Text(String.format(Locale.ROOT, format, value));
  }

  private static Table.Cell roundedUp(double ratio) {
    return new Table.Cell.Text(
        BigDecimal.valueOf(ratio).setScale(2, RoundingMode.CEILING).toPlainString());
  }

  private void builds(StringBuilder text) {
    text.append("## Building\n\n");
    text.append(
        """
        One thread. CPU time is that of the process, so in Java it counts compiling and collecting garbage too. Inserts: the last
        5 % of the documents, one by one or as one batch in Python, into an index of the others, until searches find them; not
        synced to disk. Peak memory is measured apart,
        by `PeerMemory`, since the methods share processes here.

        """);
    Table table =
        new Table(
            "method",
            List.of("build", "settings kept", "wall s", "CPU s", "MB", "of", "inserts/s"));
    for (Method method : results.methods()) {
      for (Build build : method.builds()) {
        table.row(
            method.name(),
            List.of(
                new Table.Cell.Text(build.parameters()),
                new Table.Cell.Text(Long.toString(build.keptSettings())),
                number("%.2f", build.seconds()),
                number("%.2f", build.cpuSeconds()),
                number("%.1f", build.bytes() / 1e6),
                new Table.Cell.Text(build.bytesOf()),
                build.insertsPerSecond().isPresent()
                    ? number("%,.0f", build.insertsPerSecond().getAsDouble())
                    : Table.NONE));
      }
    }
    text.append(table.markdown()).append('\n');
  }

  private void points(StringBuilder text) {
    text.append("## All points\n\n");
    List<Measure> measures = results.exact().keySet().stream().sorted().toList();
    List<String> columns = new ArrayList<>(List.of("build", "setting"));
    measures.forEach(measure -> columns.add(measure.label()));
    columns.addAll(List.of("p50 us", "p99 us", "CPU us"));
    Table table = new Table("method", columns);
    for (Method method : results.methods()) {
      for (Point point : method.points()) {
        List<Table.Cell> cells = new ArrayList<>();
        cells.add(new Table.Cell.Text(point.build()));
        cells.add(new Table.Cell.Text(point.setting()));
        measures.forEach(measure -> cells.add(number("%.4f", point.quality(measure))));
        cells.add(number("%.1f", point.p50()));
        cells.add(number("%.1f", point.p99()));
        cells.add(number("%.1f", point.cpu()));
        table.row(method.name(), cells);
      }
    }
    text.append(table.markdown()).append('\n');
  }

  private void notes(StringBuilder text) {
    text.append("## Notes\n\n");
    results
        .methods()
        .forEach(
            m -> text.append("- ").append(m.name()).append(": ").append(m.note()).append(".\n"));
    results.leftOut().forEach(reason -> text.append("- Left out: ").append(reason).append(".\n"));
    results
        .setup()
        .environment()
        .forEach(
            (name, fact) -> text.append("- ").append(name).append(": ").append(fact).append(".\n"));
  }
}
