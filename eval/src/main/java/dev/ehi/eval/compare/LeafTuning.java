package dev.ehi.eval.compare;

import dev.ehi.core.progress.Progress;
import dev.ehi.eval.compare.Results.Candidate;
import dev.ehi.eval.curve.BudgetGrid;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.LeafCurves;
import dev.ehi.eval.curve.LeafIndex;
import dev.ehi.eval.curve.LeafPolicy;
import dev.ehi.eval.curve.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Chooses how an index of leaves is used: how many leaves hold a document, when a search stops, and
 * for k-means how many leaves there are. Learned trees and k-means go through the same.
 */
final class LeafTuning {

  /** Steps of about 5 %; what lies between them is interpolated. */
  private static final BudgetGrid GRID = new BudgetGrid(List.of(), 160);

  /**
   * What was chosen.
   *
   * @param policies all that were tried
   * @param candidates the same with their costs
   */
  record Tuned(List<LeafPolicy> policies, Schedule schedule, List<Candidate> candidates) {}

  private final Side side;
  private final TuningQueries tuning;
  private final ComparisonConfig config;
  private final Progress progress;

  LeafTuning(Side side, TuningQueries tuning, ComparisonConfig config, Progress progress) {
    this.side = side;
    this.tuning = tuning;
    this.config = config;
    this.progress = progress;
  }

  Tuned tune(List<LeafIndex> indexes) {
    List<LeafPolicy> policies = new ArrayList<>();
    for (LeafIndex index : indexes) {
      Stop.candidates(index.tree()).forEach(stop -> policies.add(new LeafPolicy(index, stop)));
    }
    List<Curve> curves =
        LeafCurves.compute(
            side.corpus(),
            tuning.queries(),
            tuning.measures(),
            policies,
            GRID,
            config.threads(),
            progress);
    Schedule schedule =
        Schedule.cheapest(
            policies.stream().map(LeafPolicy::index).toList(), curves, tuning.exact(), config);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < policies.size(); i++) {
      LeafPolicy policy = policies.get(i);
      candidates.add(
          new Candidate(
              LeafMethod.build(policy.index()),
              Map.of("stop", policy.stop().label()),
              Summary.crossings(curves.get(i), tuning.exact(), config),
              schedule.uses(i)));
    }
    return new Tuned(policies, schedule, candidates);
  }
}
