package dev.ehi.train.metrics;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

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
   * @param ndcgAtCost mean nDCG@10 when documents visited and routing together cost that share
   */
  public record AtBudget(double budget, double ndcg, double routing, double ndcgAtCost) {}

  public DevScore {
    atBudgets = List.copyOf(atBudgets);
  }

  /** The point of the largest budget. */
  public AtBudget widest() {
    return atBudgets.stream().max(Comparator.comparingDouble(AtBudget::budget)).orElseThrow();
  }

  /** The mean over the budgets. */
  public double overBudgets() {
    return mean(AtBudget::ndcg);
  }

  /**
   * Whether a tree of this score is to be preferred to one of another: it finds more over the
   * budgets at equal total cost, or at equal numbers of documents if that decides nothing, as where
   * routing alone exceeds every budget.
   */
  public boolean isBetterThan(DevScore other) {
    int atCost = Double.compare(mean(AtBudget::ndcgAtCost), other.mean(AtBudget::ndcgAtCost));
    return atCost != 0 ? atCost > 0 : overBudgets() > other.overBudgets();
  }

  private double mean(ToDoubleFunction<AtBudget> quality) {
    return atBudgets.stream().mapToDouble(quality).average().orElse(exact);
  }
}
