package dev.ehi.train.metrics;

import java.util.Comparator;
import java.util.List;

/**
 * Quality on held-out queries.
 *
 * @param queries number of queries
 * @param exact mean nDCG@10 when every document is visited
 * @param atBudgets mean nDCG@10 when documents are visited leaf by leaf, best leaf first, until a
 *     share of the corpus is reached
 */
public record DevScore(int queries, double exact, List<AtBudget> atBudgets) {

  /**
   * One point of the curve.
   *
   * @param budget share of the corpus visited, in (0, 1]
   * @param ndcg mean nDCG@10
   * @param routing mean cost of routing, in dot products over the number of documents
   */
  public record AtBudget(double budget, double ndcg, double routing) {}

  public DevScore {
    atBudgets = List.copyOf(atBudgets);
  }

  /** The point of the largest budget. */
  public AtBudget widest() {
    return atBudgets.stream().max(Comparator.comparingDouble(AtBudget::budget)).orElseThrow();
  }

  /** The mean over the budgets. */
  public double overBudgets() {
    return atBudgets.stream().mapToDouble(AtBudget::ndcg).average().orElse(exact);
  }
}
