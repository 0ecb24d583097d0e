package dev.ehi.eval.compare;

import dev.ehi.core.progress.Progress;
import dev.ehi.eval.QuerySet;
import dev.ehi.eval.compare.Results.Candidate;
import dev.ehi.eval.curve.Crossing;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.Hits;
import dev.ehi.eval.curve.Measures;
import dev.ehi.eval.curve.SplicedCurve;
import dev.ehi.eval.curve.SweptCurve;
import dev.ehi.eval.metric.Metric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Tunes and measures methods whose cost follows from a parameter. */
final class Sweeps {

  /**
   * A method.
   *
   * @param build what it searches is built of
   * @param search how it is searched, but for the parameter
   * @param method gives each thread its own
   * @param parameters to try, from the cheapest to the dearest
   */
  record Swept(
      Map<String, String> build,
      Map<String, String> search,
      Supplier<? extends SweptCurve.Method> method,
      List<Integer> parameters) {}

  /**
   * What was chosen.
   *
   * @param candidates all that were tried, with their costs
   */
  record Tuned(Schedule schedule, List<Candidate> candidates) {}

  private static final double HOPELESS = 2;

  private final Side side;
  private final TuningQueries tuning;
  private final ComparisonConfig config;
  private final Progress progress;

  Sweeps(Side side, TuningQueries tuning, ComparisonConfig config, Progress progress) {
    this.side = side;
    this.tuning = tuning;
    this.config = config;
    this.progress = progress;
  }

  /**
   * Tries all on the tuning queries, each until it costs more than another of the same build does
   * where that has found enough, or more than {@value #HOPELESS} times what one of another build
   * does.
   */
  Tuned tune(List<Swept> methods) {
    String ndcg = Metric.NDCG_10.label();
    double highest = config.fractions().stream().reduce(Schedule.MIDDLE, Math::max);
    double target = tuning.exact() * highest;
    List<Curve> curves = new ArrayList<>();
    Map<Map<String, String>, Double> enough = new HashMap<>(); // the least cost of each build
    double best = Double.POSITIVE_INFINITY;
    for (Swept swept : methods) {
      double most = Math.min(HOPELESS * best, enough.getOrDefault(swept.build(), HOPELESS * best));
      Curve curve =
          sweep(swept, tuning.queries(), tuning.measures(), tuning.exactHits())
              .until(p -> p.quality(ndcg) >= target || p.total() > most, swept.parameters())
              .curve();
      Optional<Crossing> crossing = curve.crossing(highest, tuning.exact());
      if (crossing.isPresent()) {
        enough.merge(swept.build(), crossing.get().total(), Math::min);
        best = Math.min(best, crossing.get().total());
      }
      curves.add(curve);
    }
    Schedule schedule =
        Schedule.cheapest(
            methods.stream().map(Swept::build).toList(), curves, tuning.exact(), config);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < methods.size(); i++) {
      candidates.add(
          new Candidate(
              methods.get(i).build(),
              methods.get(i).search(),
              Summary.crossings(curves.get(i), tuning.exact(), config),
              schedule.uses(i)));
    }
    return new Tuned(schedule, candidates);
  }

  /**
   * The curve on the test queries, with points at the budgets that methods are compared at and
   * close ones where it reaches the fractions.
   */
  SplicedCurve measure(List<Swept> methods, Schedule schedule) {
    List<Swept> chosen = schedule.of(methods);
    List<Curve> curves = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      curves.add(measure(chosen.get(i), schedule.upTo(i)));
    }
    return schedule.splice(curves);
  }

  private Curve measure(Swept swept, double most) {
    return sweep(swept, side.queries(), Measures.all(side.judgments()), side.exactHits())
        .filling(config.matchedBudgets(), swept.parameters(), most)
        .approaching(config.fractions(), side.exact())
        .curve();
  }

  private SweptCurve sweep(Swept swept, QuerySet queries, Measures measures, List<Hits> exact) {
    return new SweptCurve(
        side.corpus(), queries, measures, exact, swept.method(), config.threads(), progress);
  }
}
