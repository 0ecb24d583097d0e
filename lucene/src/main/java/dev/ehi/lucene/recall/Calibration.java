package dev.ehi.lucene.recall;

import dev.ehi.lucene.scan.Budget;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;

/**
 * What it takes to find a share of the exact nearest documents, as measured on held-out queries: a
 * search can be asked for a recall instead of a {@link Budget}. It is kept with the index: among
 * the properties of its commit, and in the segments written since (see {@link CarriedCalibration}).
 *
 * @param k how many nearest documents were looked for; of more or fewer, searches find other shares
 * @param queries how many were measured
 * @param documents in the index at that time
 * @param treeId the tree that routed the queries; with another one it means nothing
 * @param points by rising recall, not empty
 */
public record Calibration(int k, int queries, int documents, String treeId, List<Point> points) {
  private static final String KEY = "EhiVectors.calibration."; // and the field
  private static final Budget ALL = new Budget.Beam(Integer.MAX_VALUE);
  private static final double MOST_CHANGE = .2; // of the number of documents

  public Calibration {
    points = List.copyOf(points);
    if (points.isEmpty()) {
      throw new IllegalArgumentException("a calibration has at least one point");
    }
  }

  /**
   * What a recall takes.
   *
   * @param recall the mean share of the exact nearest documents that is found, in (0, 1]
   * @param budget the cheapest one
   * @param withoutLinks the cheapest one that follows no links, and so opens the same leaves in
   *     each of several segments that are searched apart
   * @param visited how many documents a search visits with {@code budget}, on average
   * @param visitedByBeam how many it visits with the smallest fixed beam of this recall
   */
  public record Point(
      double recall, Budget budget, Budget withoutLinks, double visited, double visitedByBeam) {

    public Point {
      if (withoutLinks instanceof Budget.Linked) {
        throw new IllegalArgumentException("a budget without links follows some: " + withoutLinks);
      }
    }
  }

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

  /** The properties of an index and this calibration of one of its fields. */
  public Map<String, String> addTo(Map<String, String> properties, String field) {
    Map<String, String> all = new HashMap<>(properties);
    all.put(KEY + field, CalibrationText.of(this));
    return all;
  }

  /** The properties of an index without the calibration of a field. */
  public static Map<String, String> removedFrom(Map<String, String> properties, String field) {
    Map<String, String> rest = new HashMap<>(properties);
    rest.remove(KEY + field);
    return rest;
  }

  /**
   * The calibration of a field among the properties of an index; empty if there is none, or one of
   * another version or another tree.
   */
  public static Optional<Calibration> of(
      Map<String, String> properties, String field, String treeId) {
    return Optional.ofNullable(properties.get(KEY + field))
        .flatMap(CalibrationText::read)
        .filter(calibration -> calibration.treeId.equals(treeId));
  }

  /**
   * The calibration of an index: that kept with its last commit, or else that of the largest
   * segment which carries one; empty if there is none of the tree that all segments share.
   *
   * @param field of the vectors
   */
  public static Optional<Calibration> of(IndexReader reader, String field) throws IOException {
    List<CarriedCalibration.Segment> segments = CarriedCalibration.segments(reader, field);
    List<String> treeIds =
        segments.stream().map(CarriedCalibration.Segment::treeId).distinct().toList();
    if (treeIds.size() != 1) {
      return Optional.empty();
    }
    Optional<Calibration> kept =
        reader instanceof DirectoryReader directory
            ? of(directory.getIndexCommit().getUserData(), field, treeIds.getFirst())
            : Optional.empty();
    return kept.or(() -> CarriedCalibration.ofLargest(segments, treeIds.getFirst()));
  }
}
