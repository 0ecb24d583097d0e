package dev.ehi.cli.inspect;

import dev.ehi.cli.console.TextTable;
import dev.ehi.lucene.IndexDescription;
import dev.ehi.lucene.growth.Baseline;
import dev.ehi.lucene.growth.Growth;
import java.io.PrintStream;
import java.util.Locale;

/** Prints what has become of an index since it was created, and what to do about it. */
final class GrowthPrinter {

  private GrowthPrinter() {}

  static void print(IndexDescription index, PrintStream out) {
    if (index.deleted() > 0) {
      out.printf(
          Locale.ROOT,
          "deleted but not merged away: %,d, %s of what leaves hold; 'ehi index compact' drops them%n",
          index.deleted(),
          percent((double) index.deleted() / (index.documents() + index.deleted())));
    }
    Growth growth = index.growth();
    if (growth == null) {
      out.println("growth: not watched, since no baseline was kept when the index was created");
      return;
    }
    Baseline baseline = growth.baseline();
    TextTable table = new TextTable("growth", "at creation", "now", "retrain from");
    table.row("documents", baseline.documents(), growth.documents(), "-");
    table.row(
        "tree unsure of",
        percent(Baseline.UNSURE),
        percent(growth.unsure()),
        percent(growth.mostUnsure()));
    table.row(
        "crowding of leaves",
        number(baseline.crowding()),
        number(growth.crowding()),
        number(growth.mostCrowding()));
    table.row("largest leaf", baseline.largest(), index.balance().largest(), "-");
    table.print(out);
    out.println("verdict: " + verdict(growth));
  }

  private static String verdict(Growth growth) {
    Baseline baseline = growth.baseline();
    return switch (growth.verdict()) {
      case SOUND ->
          "sound; the tree is unsure of %s of the documents, crowding is %s"
              .formatted(percent(growth.unsure()), number(growth.crowding()));
      case CALIBRATE ->
          "calibrate anew; the number of documents has changed much since (ehi index calibrate)";
      case RETRAIN ->
          growth.unsure() < growth.mostUnsure()
              ? "retrain; leaves are as crowded as %s, which was %s at creation"
                  .formatted(number(growth.crowding()), number(baseline.crowding()))
              : "retrain; the tree is unsure of %s of the documents, which was %s at creation"
                  .formatted(percent(growth.unsure()), percent(Baseline.UNSURE));
    };
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
