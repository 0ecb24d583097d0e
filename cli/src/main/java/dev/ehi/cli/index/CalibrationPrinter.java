package dev.ehi.cli.index;

import dev.ehi.cli.console.TextTable;
import dev.ehi.lucene.recall.Calibration;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.scan.Sources;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Prints what recalls cost. */
public final class CalibrationPrinter {
  private static final double[] SHOWN = {.8, .9, .95, .98, .99};

  private CalibrationPrinter() {}

  /** What was measured. */
  public static void print(Calibration calibration, PrintStream out) {
    head(calibration, out);
    TextTable table = new TextTable("recall", "budget", "documents visited", "by a fixed beam");
    for (double recall : SHOWN) {
      Calibration.Point point = calibration.at(recall);
      table.row(
          "%.2f".formatted(point.recall()),
          describe(point.budget()),
          one(point.visited()),
          one(point.visitedByBeam()));
    }
    table.print(out);
  }

  /** What was measured, and what other queries reached. */
  static void print(Calibration calibration, List<RecallCheck.Row> rows, PrintStream out) {
    head(calibration, out);
    TextTable table =
        new TextTable("recall asked", "reached", "budget", "documents visited", "by a fixed beam");
    for (RecallCheck.Row row : rows) {
      table.row(
          "%.2f".formatted(row.asked()),
          String.format(Locale.ROOT, "%.4f", row.reached()),
          describe(calibration.at(row.asked()).budget()),
          one(row.visited()),
          one(row.visitedByBeam()));
    }
    table.print(out);
  }

  /** In words. */
  public static String describe(Budget budget) {
    return switch (budget) {
      case Budget.Beam(int leaves) -> "%,d leaves".formatted(leaves);
      case Budget.Documents(int count) -> "%,d documents".formatted(count);
      case Budget.Gap(double nats) -> String.format(Locale.ROOT, "a gap of %.2f", nats);
      case Budget.Surprisal(double nats) ->
          String.format(Locale.ROOT, "leaves up to %.2f nats", nats);
      case Budget.Mass(double probability) ->
          String.format(Locale.ROOT, "a mass of %.4f", probability);
      case Budget.Linked(Budget first, Sources sources) ->
          "%s, on from the best %s".formatted(describe(first), describe(sources));
    };
  }

  private static String describe(Sources sources) {
    return switch (sources) {
      case Sources.Best(int documents) -> "%,d".formatted(documents);
      case Sources.Near(double slack) ->
          String.format(Locale.ROOT, "and those up to %.0f %% further away", 100 * slack);
    };
  }

  private static void head(Calibration calibration, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "recall of the exact top %d, calibrated on %,d queries and %,d documents%n",
        calibration.k(),
        calibration.queries(),
        calibration.documents());
  }

  private static String one(double value) {
    return String.format(Locale.ROOT, "%,.1f", value);
  }
}
