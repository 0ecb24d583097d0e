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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Tests pairs of methods at equal total cost, wherever both fill the budget. */
final class MatchedTests {

  private MatchedTests() {}

  /**
   * A total cost that both sides of a pair have a point at.
   *
   * @param left point of the left side's curve
   * @param right point of the right side's curve
   */
  record Matched(Pair pair, double budget, int left, int right) {

    static List<Matched> of(Pair pair, ComparisonConfig config) {
      List<Matched> matched = new ArrayList<>();
      for (double budget : budgets(pair, config)) {
        OptionalInt left = pair.left().curve().filling(budget);
        OptionalInt right = pair.right().curve().filling(budget);
        if (left.isPresent() && right.isPresent()) {
          matched.add(new Matched(pair, budget, left.getAsInt(), right.getAsInt()));
        }
      }
      return matched;
    }

    private Test test(ComparisonConfig config) {
      double[] ofLeft = pair.left().curve().perQuery(left);
      double[] ofRight = pair.right().curve().perQuery(right);
      PairedRandomisationTest.Outcome outcome =
          new PairedRandomisationTest(config.permutations(), config.seed())
              .compare(ofLeft, ofRight);
      return new Test(
          pair.left().name(),
          pair.right().name(),
          budget,
          mean(ofLeft),
          mean(ofRight),
          outcome.meanDifference(),
          outcome.pValue(),
          outcome.wins(),
          outcome.losses());
    }

    private Stream<PerQuery> perQuery() {
      return Stream.of(values(pair.left(), left), values(pair.right(), right));
    }

    private PerQuery values(Measured method, int point) {
      return new PerQuery(
          method.name(), budget, Arrays.stream(method.curve().perQuery(point)).boxed().toList());
    }
  }

  static List<Test> of(List<Pair> pairs, ComparisonConfig config) {
    return matched(pairs, config).map(matched -> matched.test(config)).toList();
  }

  /** The values that are tested, each once. */
  static List<PerQuery> perQuery(List<Pair> pairs, ComparisonConfig config) {
    return matched(pairs, config).flatMap(Matched::perQuery).distinct().toList();
  }

  private static Stream<Matched> matched(List<Pair> pairs, ComparisonConfig config) {
    return pairs.stream().flatMap(pair -> Matched.of(pair, config).stream());
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
  private static List<Double> budgets(Pair pair, ComparisonConfig config) {
    return pair.left().kind() == Kind.EXACT ? List.of(1.0) : config.matchedBudgets();
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }
}
