package dev.ehi.eval.curve;

import java.util.List;
import java.util.TreeSet;

/**
 * The document budgets at which curves are sampled.
 *
 * @param shares of the corpus that are reported, in (0, 1]
 * @param finePoints further budgets between 10 documents and everything, in geometric steps
 */
public record BudgetGrid(List<Double> shares, int finePoints) {

  private static final int SMALLEST = 10;

  public BudgetGrid {
    shares = List.copyOf(shares);
    if (finePoints < 2) {
      throw new IllegalArgumentException("needs at least 2 fine points, not " + finePoints);
    }
    for (double share : shares) {
      if (!(share > 0 && share <= 1)) {
        throw new IllegalArgumentException(
            "a budget is a share of the corpus above 0 and up to 1, not " + share);
      }
    }
  }

  /** .25 to 100 %, with steps of about 2 % of the budget between them on 20,000 documents. */
  public static BudgetGrid standard() {
    return new BudgetGrid(
        List.of(.0025, .005, .01, .02, .03, .05, .075, .10, .15, .20, .30, .50, 1.0), 400);
  }

  /**
   * Budgets in documents, ascending and distinct; the last is everything.
   *
   * @param documents in the corpus
   * @param stored documents in the leaves, duplicates counted
   */
  int[] documents(int documents, int stored) {
    TreeSet<Integer> budgets = new TreeSet<>();
    for (double share : shares) {
      budgets.add(Math.clamp(Math.round(share * documents), 1, stored));
    }
    double smallest = Math.min(SMALLEST, stored);
    double step = Math.log(stored / smallest) / (finePoints - 1);
    for (int i = 0; i < finePoints; i++) {
      budgets.add(Math.clamp(Math.round(smallest * Math.exp(i * step)), 1, stored));
    }
    budgets.add(stored);
    return budgets.stream().mapToInt(Integer::intValue).toArray();
  }
}
