package dev.ehi.eval.compare;

import dev.ehi.eval.curve.BudgetGrid;
import java.util.List;

/**
 * How methods are compared.
 *
 * @param grid budgets at which curves are sampled
 * @param fractions of exact nDCG@10 whose cost is the headline
 * @param matchedBudgets total costs, as shares of the corpus size, at which methods are tested
 *     against each other
 * @param permutations of the paired randomisation test
 * @param tuningQueries most dev queries used to tune a baseline
 * @param timedQueries most test queries used for timing
 * @param examples wins and losses listed for each pair of methods
 * @param seed of k-means, samples and tests
 * @param threads that search for quality; routing and linking documents takes all cores, timing one
 */
public record ComparisonConfig(
    BudgetGrid grid,
    List<Double> fractions,
    List<Double> matchedBudgets,
    int permutations,
    int tuningQueries,
    int timedQueries,
    int examples,
    long seed,
    int threads) {

  public ComparisonConfig {
    fractions = List.copyOf(fractions);
    matchedBudgets = List.copyOf(matchedBudgets);
    requireAtLeastOne("permutations", permutations);
    requireAtLeastOne("tuningQueries", tuningQueries);
    requireAtLeastOne("timedQueries", timedQueries);
    requireAtLeastOne("threads", threads);
    fractions.forEach(f -> requireShare("fractions", f));
    matchedBudgets.forEach(b -> requireShare("matchedBudgets", b));
  }

  /** The protocol of the project's own results. */
  public static ComparisonConfig standard(long seed, int threads) {
    return new ComparisonConfig(
        BudgetGrid.standard(),
        List.of(.95, .98, .99),
        List.of(.01, .02, .05, .10, .20),
        10_000,
        1_000,
        500,
        6,
        seed,
        threads);
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }

  private static void requireShare(String name, double value) {
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must lie in (0, 1], got " + value);
    }
  }
}
