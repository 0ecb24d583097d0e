package dev.ehi.eval.report;

import dev.ehi.eval.compare.Results;
import dev.ehi.eval.compare.Results.Encoder;
import dev.ehi.eval.compare.Results.Kind;
import dev.ehi.eval.compare.Results.Method;
import dev.ehi.eval.compare.Results.Timing;
import dev.ehi.eval.curve.Crossing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The results in short, as Markdown tables whose columns also line up in a terminal. */
public final class ResultsTable {

  private static final String NONE = "-";

  private ResultsTable() {}

  /** Exact quality of each encoder, the cost of each method, and the tests between methods. */
  public static String render(Results results) {
    return String.join("\n", encoders(results), costs(results), tests(results));
  }

  private static String encoders(Results results) {
    List<String> metrics = results.encoders().getFirst().exact().keySet().stream().toList();
    Grid grid = new Grid("exact search");
    metrics.forEach(grid::column);
    for (Encoder encoder : results.encoders()) {
      List<String> row = new ArrayList<>(List.of(encoder.name()));
      metrics.forEach(m -> row.add(format("%.4f", encoder.exact().getOrDefault(m, 0.0))));
      grid.row(row);
    }
    return grid.toString();
  }

  private static String costs(Results results) {
    List<Double> fractions = results.setting().config().fractions();
    Grid grid = new Grid("cost in % of the corpus, routing included");
    fractions.forEach(f -> grid.column("%.0f %% of exact".formatted(100 * f)));
    fractions.forEach(f -> grid.column("CPU ms at %.0f %%".formatted(100 * f)));
    for (Method method : results.methods()) {
      List<String> row = new ArrayList<>(List.of(method.name()));
      for (double fraction : fractions) {
        row.add(crossing(method, fraction).map(c -> percent(c.total())).orElse(NONE));
      }
      for (double fraction : fractions) {
        row.add(timing(method, fraction).map(t -> format("%.3f", t.cpuMillis())).orElse(NONE));
      }
      grid.row(row);
    }
    return grid.toString();
  }

  private static String tests(Results results) {
    if (results.tests().isEmpty()) {
      return "";
    }
    Grid grid = new Grid("nDCG@10 at equal cost");
    List.of("cost", "left", "right", "difference", "p").forEach(grid::column);
    for (Results.Test test : results.tests()) {
      grid.row(
          List.of(
              test.left() + " vs " + test.right(),
              percent(test.budget()),
              format("%.4f", test.leftNdcg()),
              format("%.4f", test.rightNdcg()),
              format("%+.4f", test.difference()),
              format("%.4f", test.pValue())));
    }
    return grid.toString();
  }

  private static Optional<Crossing> crossing(Method method, double fraction) {
    return method.crossings().stream().filter(c -> c.fraction() == fraction).findFirst();
  }

  private static Optional<Timing> timing(Method method, double fraction) {
    double wanted = method.kind() == Kind.EXACT ? 1 : fraction;
    return method.timings().stream().filter(t -> t.fraction() == wanted).findFirst();
  }

  private static String percent(double share) {
    return format("%.2f %%", 100 * share);
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }

  /** A Markdown table, padded; the first column is left-aligned, the others right-aligned. */
  private static final class Grid {
    private final List<List<String>> rows = new ArrayList<>();

    Grid(String corner) {
      rows.add(new ArrayList<>(List.of(corner)));
    }

    void column(String title) {
      rows.getFirst().add(title);
    }

    void row(List<String> cells) {
      rows.add(cells);
    }

    @Override
    public String toString() {
      int columns = rows.getFirst().size();
      int[] widths = new int[columns];
      for (List<String> row : rows) {
        for (int c = 0; c < columns; c++) {
          widths[c] = Math.max(widths[c], row.get(c).length());
        }
      }
      StringBuilder text = new StringBuilder();
      line(text, rows.getFirst(), widths);
      for (int c = 0; c < columns; c++) {
        text.append(c == 0 ? "|:" : "|-").append("-".repeat(widths[c])).append(c == 0 ? "-" : ":");
      }
      text.append("|\n");
      rows.stream().skip(1).forEach(row -> line(text, row, widths));
      return text.toString();
    }

    private static void line(StringBuilder text, List<String> row, int[] widths) {
      for (int c = 0; c < widths.length; c++) {
        String padding = " ".repeat(widths[c] - row.get(c).length());
        text.append("| ").append(c == 0 ? row.get(c) + padding : padding + row.get(c)).append(' ');
      }
      text.append("|\n");
    }
  }
}
