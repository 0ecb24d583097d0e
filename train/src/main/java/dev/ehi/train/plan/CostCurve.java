package dev.ehi.train.plan;

import dev.ehi.train.config.Layout;
import java.util.List;

/**
 * What searches through a tree cost, from cheap to thorough.
 *
 * @param layout of the tree
 * @param documents in the corpus
 * @param points by rising recall
 */
public record CostCurve(Layout layout, int documents, List<Point> points) {

  /**
   * The cost of a mean recall.
   *
   * @param recall share of the exact top 10 found
   * @param visited documents scored
   * @param routing dot products of the vectors' dimension
   */
  public record Point(double recall, double visited, double routing) {

    /** Dot products in all. */
    public double total() {
      return visited + routing;
    }
  }

  public CostCurve {
    points = List.copyOf(points);
  }

  /**
   * The point at one of the recalls.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Point at(double recall) {
    return points.stream()
        .filter(point -> point.recall() == recall)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no point at recall " + recall));
  }

  /** A cost as a share of the corpus. */
  public double share(double cost) {
    return cost / documents;
  }
}
