package dev.ehi.eval.compare;

import dev.ehi.core.progress.Progress;
import dev.ehi.eval.QuerySet;
import dev.ehi.eval.compare.Results.Candidate;
import dev.ehi.eval.curve.BudgetGrid;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.Judgments;
import dev.ehi.eval.curve.LeafCurves;
import dev.ehi.eval.curve.LeafIndex;
import dev.ehi.eval.curve.LeafPolicy;
import dev.ehi.eval.curve.Measures;
import dev.ehi.eval.curve.Stop;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses how an index of leaves is used: how many leaves hold a document, when a search stops, and
 * for k-means how many leaves there are. Learned trees and k-means go through the same.
 */
final class LeafTuning {

  /** Steps of about 5 %; what lies between them is interpolated. */
  private static final BudgetGrid GRID = new BudgetGrid(List.of(), 160);

  /**
   * The chosen policy.
   *
   * @param candidates all that were tried, with their costs
   * @param queries name of the query set that it was chosen on
   */
  record Tuned(LeafPolicy policy, List<Candidate> candidates, String queries) {}

  private final Side side;
  private final ComparisonConfig config;
  private final Progress progress;

  LeafTuning(Side side, ComparisonConfig config, Progress progress) {
    this.side = side;
    this.config = config;
    this.progress = progress;
  }

  Tuned tune(List<LeafIndex> indexes) {
    QuerySet queries = TuningQueries.of(side.embeddings(), config);
    List<LeafPolicy> policies = new ArrayList<>();
    for (LeafIndex index : indexes) {
      Stop.candidates(index.tree()).forEach(stop -> policies.add(new LeafPolicy(index, stop)));
    }
    List<Curve> curves =
        LeafCurves.compute(
            side.corpus(),
            queries,
            Measures.primary(new Judgments(queries, side.corpus())),
            policies,
            GRID,
            config.threads(),
            progress);
    double exact = curves.getFirst().points().getLast().quality("nDCG@10"); // visits everything
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < policies.size(); i++) {
      candidates.add(
          new Candidate(
              LeafMethod.settings(policies.get(i)),
              Summary.crossings(curves.get(i), exact, config)));
    }
    int best = TuningQueries.cheapest(curves, exact);
    return new Tuned(policies.get(best), candidates, queries.name());
  }
}
