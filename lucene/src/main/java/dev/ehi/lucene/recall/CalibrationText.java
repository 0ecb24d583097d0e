package dev.ehi.lucene.recall;

import dev.ehi.lucene.scan.Budget;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A {@link Calibration} as one line: k, queries, documents and the id of the tree, then recall,
 * both budgets and both visits by point.
 */
final class CalibrationText {

  private CalibrationText() {}

  static String of(Calibration calibration) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%d %d %d %s",
                calibration.k(),
                calibration.queries(),
                calibration.documents(),
                calibration.treeId()));
    for (Calibration.Point point : calibration.points()) {
      text.append(
          String.format(
              Locale.ROOT,
              "; %s %s %s %.1f %.1f",
              point.recall(),
              BudgetText.of(point.budget()),
              BudgetText.of(point.withoutLinks()),
              point.visited(),
              point.visitedByBeam()));
    }
    return text.toString();
  }

  /** Empty for a line that another version wrote: an index is then calibrated anew. */
  static Optional<Calibration> read(String text) {
    try {
      String[] parts = text.split("; ", -1);
      String[] head = parts[0].split(" ", -1);
      List<Calibration.Point> points = new ArrayList<>();
      for (int i = 1; i < parts.length; i++) {
        points.add(point(parts[i].split(" ", -1)));
      }
      return Optional.of(
          new Calibration(
              Integer.parseInt(head[0]),
              Integer.parseInt(head[1]),
              Integer.parseInt(head[2]),
              head[3],
              points));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static Calibration.Point point(String[] fields) {
    Budget budget = BudgetText.read(fields[1], fields[2]);
    Budget withoutLinks = BudgetText.read(fields[3], fields[4]);
    return new Calibration.Point(
        Double.parseDouble(fields[0]),
        budget,
        withoutLinks,
        Double.parseDouble(fields[5]),
        Double.parseDouble(fields[6]));
  }
}
