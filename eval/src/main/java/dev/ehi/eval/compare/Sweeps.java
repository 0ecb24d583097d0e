package dev.ehi.eval.compare;

import dev.ehi.core.progress.Progress;
import dev.ehi.eval.QuerySet;
import dev.ehi.eval.compare.Results.Candidate;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.ExactScan;
import dev.ehi.eval.curve.Hits;
import dev.ehi.eval.curve.Judgments;
import dev.ehi.eval.curve.Measures;
import dev.ehi.eval.curve.SweptCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Tunes and measures methods whose cost follows from a parameter. */
final class Sweeps {

  /**
   * A method.
   *
   * @param settings all but the parameter
   * @param method gives each thread its own
   * @param parameters to try, from the cheapest to the dearest
   */
  record Swept(
      Map<String, String> settings,
      Supplier<? extends SweptCurve.Method> method,
      List<Integer> parameters) {}

  /**
   * What was chosen.
   *
   * @param best index of the chosen method
   * @param candidates all that were tried, with their costs
   * @param queries name of the query set that it was chosen on
   */
  record Tuned(int best, List<Candidate> candidates, String queries) {}

  private final Side side;
  private final ComparisonConfig config;
  private final Progress progress;

  Sweeps(Side side, ComparisonConfig config, Progress progress) {
    this.side = side;
    this.config = config;
    this.progress = progress;
  }

  /** Tries all on the tuning queries. */
  Tuned tune(List<Swept> methods) {
    QuerySet queries = TuningQueries.of(side.embeddings(), config);
    Judgments judgments = new Judgments(queries, side.corpus());
    List<Hits> hits = ExactScan.all(side.corpus(), queries, Side.DEPTH, config.threads(), progress);
    double exact =
        SweptCurve.exact(side.corpus(), judgments, hits).points().getFirst().quality("nDCG@10");
    double target = exact * config.fractions().stream().reduce(TuningQueries.FRACTION, Math::max);
    List<Curve> curves = new ArrayList<>();
    List<Candidate> candidates = new ArrayList<>();
    for (Swept swept : methods) {
      Curve curve =
          sweep(swept, queries, Measures.primary(judgments), hits)
              .until(p -> p.quality("nDCG@10") >= target, swept.parameters())
              .curve();
      curves.add(curve);
      candidates.add(new Candidate(swept.settings(), Summary.crossings(curve, exact, config)));
    }
    return new Tuned(TuningQueries.cheapest(curves, exact), candidates, queries.name());
  }

  /** The curve on the test queries, with points at the budgets that methods are compared at. */
  Curve measure(Swept swept) {
    return sweep(swept, side.queries(), Measures.all(side.judgments()), side.exactHits())
        .filling(config.matchedBudgets(), swept.parameters())
        .curve();
  }

  private SweptCurve sweep(Swept swept, QuerySet queries, Measures measures, List<Hits> exact) {
    return new SweptCurve(
        side.corpus(), queries, measures, exact, swept.method(), config.threads(), progress);
  }
}
