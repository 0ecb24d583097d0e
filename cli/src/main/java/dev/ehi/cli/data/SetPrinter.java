package dev.ehi.cli.data;

import dev.ehi.cli.console.TextTable;
import dev.ehi.data.LengthStatistics;
import dev.ehi.data.SetReport;
import java.io.PrintStream;
import java.util.Locale;

/** Prints reports on retrieval sets. */
final class SetPrinter {

  private SetPrinter() {}

  static void counts(SetReport report, PrintStream out) {
    new TextTable(report.name(), "count", "words min", "mean", "median", "p95", "max")
        .row(lengths("documents", report.documents(), report.documentLengths()))
        .row(lengths("queries", report.queries(), report.queryLengths()))
        .print(out);
    TextTable splits = new TextTable("split", "queries", "judgements", "relevant", "grades");
    report
        .splits()
        .forEach(
            (name, split) ->
                splits.row(
                    name, split.queries(), split.judgements(), split.relevant(), split.grades()));
    out.println();
    splits.print(out);
  }

  static void findings(SetReport report, PrintStream out) {
    for (SetReport.Finding finding : report.findings()) {
      out.printf(
          Locale.ROOT,
          "%s: %,d %s%n",
          finding.severity().name().toLowerCase(Locale.ROOT),
          finding.count(),
          finding.what());
      finding.examples().forEach(example -> out.println("  " + example));
    }
  }

  private static Object[] lengths(String name, long count, LengthStatistics lengths) {
    return new Object[] {
      name,
      count,
      lengths.min(),
      String.format(Locale.ROOT, "%.1f", lengths.mean()),
      lengths.median(),
      lengths.p95(),
      lengths.max()
    };
  }
}
