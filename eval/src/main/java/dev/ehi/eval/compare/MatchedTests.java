package dev.ehi.eval.compare;

import dev.ehi.eval.compare.Results.Kind;
import dev.ehi.eval.compare.Results.Test;
import dev.ehi.eval.stats.PairedRandomisationTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Tests pairs of methods at equal total cost, wherever both fill the budget. */
final class MatchedTests {

  private MatchedTests() {}

  static List<Test> of(List<Pair> pairs, ComparisonConfig config) {
    List<Test> tests = new ArrayList<>();
    for (Pair pair : pairs) {
      for (double budget : budgets(pair, config)) {
        OptionalInt left = pair.left().curve().filling(budget);
        OptionalInt right = pair.right().curve().filling(budget);
        if (left.isPresent() && right.isPresent()) {
          tests.add(test(pair, budget, left.getAsInt(), right.getAsInt(), config));
        }
      }
    }
    return tests;
  }

  /** Exact search has one cost: everything. */
  static List<Double> budgets(Pair pair, ComparisonConfig config) {
    return pair.left().kind() == Kind.EXACT ? List.of(1.0) : config.matchedBudgets();
  }

  private static Test test(
      Pair pair, double budget, int leftPoint, int rightPoint, ComparisonConfig config) {
    double[] left = pair.left().curve().perQuery(leftPoint);
    double[] right = pair.right().curve().perQuery(rightPoint);
    PairedRandomisationTest.Outcome outcome =
        new PairedRandomisationTest(config.permutations(), config.seed()).compare(left, right);
    return new Test(
        pair.left().name(),
        pair.right().name(),
        budget,
        mean(left),
        mean(right),
        outcome.meanDifference(),
        outcome.pValue(),
        outcome.wins(),
        outcome.losses());
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }
}
