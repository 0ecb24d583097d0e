package dev.ehi.eval.compare;

import dev.ehi.eval.compare.Results.Kind;
import dev.ehi.eval.compare.Results.PerQuery;
import dev.ehi.eval.compare.Results.Test;
import dev.ehi.eval.compare.Results.Untested;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.CurvePoint;
import dev.ehi.eval.stats.PairedRandomisationTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

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

  /** The values that are tested, each once. */
  static List<PerQuery> perQuery(List<Pair> pairs, ComparisonConfig config) {
    Set<PerQuery> values = new LinkedHashSet<>();
    for (Pair pair : pairs) {
      for (double budget : budgets(pair, config)) {
        OptionalInt left = pair.left().curve().filling(budget);
        OptionalInt right = pair.right().curve().filling(budget);
        if (left.isPresent() && right.isPresent()) {
          values.add(perQuery(pair.left(), budget, left.getAsInt()));
          values.add(perQuery(pair.right(), budget, right.getAsInt()));
        }
      }
    }
    return List.copyOf(values);
  }

  private static PerQuery perQuery(Measured method, double budget, int point) {
    return new PerQuery(
        method.name(), budget, Arrays.stream(method.curve().perQuery(point)).boxed().toList());
  }

  /** The budgets that a side of a pair does not fill, and why. */
  static List<Untested> omitted(List<Pair> pairs, ComparisonConfig config) {
    List<Untested> omitted = new ArrayList<>();
    for (Pair pair : pairs) {
      for (double budget : budgets(pair, config)) {
        String reason =
            Stream.of(pair.left(), pair.right())
                .flatMap(m -> reason(m, budget).stream())
                .distinct()
                .reduce((a, b) -> a + "; " + b)
                .orElse("");
        if (!reason.isEmpty()) {
          omitted.add(new Untested(pair.left().name(), pair.right().name(), budget, reason));
        }
      }
    }
    return omitted;
  }

  private static Optional<String> reason(Measured method, double budget) {
    Curve curve = method.curve();
    if (curve.filling(budget).isPresent()) {
      return Optional.empty();
    }
    List<CurvePoint> byCost =
        curve.points().stream().sorted((a, b) -> Double.compare(a.total(), b.total())).toList();
    CurvePoint least = byCost.getFirst();
    CurvePoint most = byCost.getLast();
    String why;
    if (least.total() > budget) {
      why =
          format(
              "costs at least %.2f %%, of that %.2f %% routing",
              100 * least.total(), 100 * least.routing());
    } else if (most.total() < budget) {
      why = format("costs at most %.2f %%", 100 * most.total());
    } else {
      why = format("has no setting within %.0f %% of it", 100 * Curve.TOLERANCE);
    }
    return Optional.of(method.name() + " " + why);
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

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }
}
