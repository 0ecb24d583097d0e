package dev.ehi.eval.compare;

import dev.ehi.eval.curve.Crossing;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.SplicedCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which of several candidates is searched with at which total cost. What an index is built of is
 * chosen once, by the cost of a middle fraction of the exact quality; what can be chosen for each
 * search is chosen for each fraction.
 *
 * @param candidates from the cheapest range of costs to the dearest, all of one build
 * @param bounds where each range but the last ends, as a share of the corpus size: the geometric
 *     mean of what two neighbouring fractions cost, but not next to a budget to compare at
 */
record Schedule(List<Integer> candidates, List<Double> bounds) {

  /** Of the exact nDCG@10; the build that reaches it at the least total cost is taken. */
  static final double MIDDLE = .98;

  Schedule {
    candidates = List.copyOf(candidates);
    bounds = List.copyOf(bounds);
    if (bounds.size() != candidates.size() - 1) {
      throw new IllegalArgumentException(
          "%d candidates need one bound less, not %d".formatted(candidates.size(), bounds.size()));
    }
  }

  /**
   * The cheapest by curves on tuning queries, the first of equals; the first candidate of all if
   * none gets anywhere.
   *
   * @param builds what each candidate is built of, compared by {@code equals}
   * @param curves one a candidate
   * @param exact mean nDCG@10 of exact search on the same queries
   * @param config with the fractions of it, ascending, and the budgets that methods are compared at
   */
  static Schedule cheapest(
      List<?> builds, List<Curve> curves, double exact, ComparisonConfig config) {
    List<Integer> all = IntStream.range(0, curves.size()).boxed().toList();
    int best = cheapest(all, curves, exact, MIDDLE).map(Cost::candidate).orElse(0);
    List<Integer> within =
        all.stream().filter(c -> builds.get(c).equals(builds.get(best))).toList();
    List<Cost> chosen = new ArrayList<>();
    List<Double> bounds = new ArrayList<>();
    for (double fraction : config.fractions()) {
      Optional<Cost> next = cheapest(within, curves, exact, fraction);
      if (next.isEmpty()) {
        break;
      }
      Cost cost = next.get();
      if (!chosen.isEmpty() && chosen.getLast().candidate != cost.candidate) {
        bounds.add(bound(chosen.getLast(), cost, config.matchedBudgets()));
      } else if (!chosen.isEmpty()) {
        chosen.removeLast();
      }
      chosen.add(cost);
    }
    return chosen.isEmpty()
        ? new Schedule(List.of(best), List.of())
        : new Schedule(chosen.stream().map(Cost::candidate).toList(), bounds);
  }

  private record Cost(int candidate, double total) {}

  /** Not so near to a budget that no range has the points that fill it. */
  private static double bound(Cost cheap, Cost dear, List<Double> budgets) {
    double between = Math.sqrt(cheap.total * dear.total);
    return budgets.stream()
        .filter(budget -> Math.abs(between - budget) <= 2 * Curve.TOLERANCE * budget)
        .map(budget -> (1 + 2 * Curve.TOLERANCE) * budget)
        .findFirst()
        .orElse(between);
  }

  private static Optional<Cost> cheapest(
      List<Integer> candidates, List<Curve> curves, double exact, double fraction) {
    Cost least = null;
    for (int candidate : candidates) {
      Optional<Crossing> crossing = curves.get(candidate).crossing(fraction, exact);
      if (crossing.isPresent() && (least == null || crossing.get().total() < least.total)) {
        least = new Cost(candidate, crossing.get().total());
      }
    }
    return Optional.ofNullable(least);
  }

  boolean uses(int candidate) {
    return candidates.contains(candidate);
  }

  /** Those of all candidates that are used, in the order of the ranges. */
  <T> List<T> of(List<T> all) {
    return candidates.stream().map(all::get).toList();
  }

  /** The total cost at which a range ends. */
  double upTo(int range) {
    return range < bounds.size() ? bounds.get(range) : Double.POSITIVE_INFINITY;
  }

  /** One curve of those of the candidates that are used, in the order of the ranges. */
  SplicedCurve splice(List<Curve> curves) {
    return SplicedCurve.of(curves, bounds);
  }

  /** In words, such as {@code documents up to 1.20 %, then surprisal}. */
  String inWords(IntFunction<String> label) {
    return IntStream.range(0, candidates.size())
        .mapToObj(
            i ->
                label.apply(candidates.get(i))
                    + (i < bounds.size()
                        ? String.format(Locale.ROOT, " up to %.2f %%", 100 * bounds.get(i))
                        : ""))
        .collect(Collectors.joining(", then "));
  }
}
