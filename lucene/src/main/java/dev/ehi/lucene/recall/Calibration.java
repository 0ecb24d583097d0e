package dev.ehi.lucene.recall;

import dev.ehi.lucene.scan.Budget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;

/**
 * What it takes to find a share of the exact nearest documents, as measured on held-out queries: a
 * search can be asked for a recall instead of a {@link Budget}. It is kept with the index: among
 * the properties of its commit, and in the segments written since (see {@link CarriedCalibration}).
 *
 * @param k how many nearest documents were looked for
 * @param queries how many were measured
 * @param documents in the index at that time
 * @param points by rising recall, not empty
 */
public record Calibration(int k, int queries, int documents, List<Point> points) {
  private static final String KEY = "calibration";
  private static final Budget ALL = new Budget.Beam(Integer.MAX_VALUE);
  private static final double MOST_CHANGE = .2; // of the number of documents

  public Calibration {
    points = List.copyOf(points);
    if (points.isEmpty()) {
      throw new IllegalArgumentException("a calibration has at least one point");
    }
  }

  /**
   * The cheapest budget for a recall.
   *
   * @param recall the mean share of the exact nearest documents that is found, in (0, 1]
   * @param withoutLinks the cheapest one that follows no links, and so opens the same leaves in
   *     each of several segments that are searched apart
   * @param visited how many documents a search visits with it, on average
   * @param visitedByBeam how many it visits with the smallest fixed beam of this recall
   */
  public record Point(
      double recall, Budget budget, Budget withoutLinks, double visited, double visitedByBeam) {}

  /**
   * The point of a recall, or of the next one above that was measured.
   *
   * @throws IllegalArgumentException if it is not above 0 and at most 1
   */
  public Point at(double recall) {
    if (!(recall > 0 && recall <= 1)) {
      throw new IllegalArgumentException("a recall is above 0 and at most 1, got " + recall);
    }
    return points.stream()
        .filter(point -> point.recall() >= recall)
        .findFirst()
        .orElseGet(() -> new Point(1, ALL, ALL, documents, documents));
  }

  /**
   * How many documents the smallest fixed beam visits that reaches a recall, interpolated between
   * the recalls that were measured.
   *
   * @param recall in (0, 1]
   */
  public double visitedByBeam(double recall) {
    Point above = at(recall);
    return points.reversed().stream()
        .filter(point -> point.recall() < above.recall())
        .findFirst()
        .map(
            below -> {
              double share = (recall - below.recall()) / (above.recall() - below.recall());
              return below.visitedByBeam()
                  + share * (above.visitedByBeam() - below.visitedByBeam());
            })
        .orElse(above.visitedByBeam());
  }

  /** Whether an index of so many documents has changed too much to go by this calibration. */
  public boolean isOutgrown(int size) {
    return Math.abs(size - documents) > MOST_CHANGE * documents;
  }

  /** The properties of an index and this calibration. */
  public Map<String, String> addTo(Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(properties);
    all.put(KEY, encoded());
    return all;
  }

  /**
   * The calibration among the properties of an index.
   *
   * @throws IllegalArgumentException if it is not readable
   */
  public static Optional<Calibration> of(Map<String, String> properties) {
    return Optional.ofNullable(properties.get(KEY)).map(Calibration::decoded);
  }

  /**
   * The calibration of an index: that kept with its commit, or else that of the largest segment
   * which carries one.
   *
   * @param field of the vectors
   * @throws IllegalArgumentException if it is not readable
   */
  public static Optional<Calibration> of(DirectoryReader reader, String field) throws IOException {
    return of(reader.getIndexCommit().getUserData())
        .or(
            () ->
                Optional.ofNullable(CarriedCalibration.ofLargest(reader, field))
                    .map(Calibration::decoded));
  }

  /** The properties of an index without its calibration. */
  public static Map<String, String> removedFrom(Map<String, String> properties) {
    Map<String, String> rest = new HashMap<>(properties);
    rest.remove(KEY);
    return rest;
  }

  /** One line: k, queries and documents, then recall, both budgets and both visits by point. */
  String encoded() {
    StringBuilder text = new StringBuilder("%d %d %d".formatted(k, queries, documents));
    for (Point point : points) {
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

  private static Calibration decoded(String text) {
    try {
      String[] parts = text.split("; ", -1);
      String[] head = parts[0].split(" ", -1);
      List<Point> points = new ArrayList<>();
      for (int i = 1; i < parts.length; i++) {
        String[] fields = parts[i].split(" ", -1);
        points.add(
            new Point(
                Double.parseDouble(fields[0]),
                BudgetText.read(fields[1], fields[2]),
                BudgetText.read(fields[3], fields[4]),
                Double.parseDouble(fields[5]),
                Double.parseDouble(fields[6])));
      }
      return new Calibration(
          Integer.parseInt(head[0]), Integer.parseInt(head[1]), Integer.parseInt(head[2]), points);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "the calibration of the index is not readable; calibrate it anew", e);
    }
  }
}
