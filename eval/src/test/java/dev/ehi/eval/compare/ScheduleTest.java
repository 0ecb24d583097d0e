package dev.ehi.eval.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.eval.Embeddings;
import dev.ehi.eval.RandomSet;
import dev.ehi.eval.curve.BudgetGrid;
import dev.ehi.eval.curve.Corpus;
import dev.ehi.eval.curve.Crossing;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.CurvePoint;
import dev.ehi.eval.curve.Judgments;
import dev.ehi.eval.curve.LeafCurves;
import dev.ehi.eval.curve.LeafIndex;
import dev.ehi.eval.curve.LeafPolicy;
import dev.ehi.eval.curve.Measures;
import dev.ehi.eval.curve.SplicedCurve;
import dev.ehi.eval.curve.Stop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final List<Double> FRACTIONS = List.of(.9, .95, .98, .99);

  private static final ComparisonConfig CONFIG =
      new ComparisonConfig(BudgetGrid.standard(), FRACTIONS, List.of(.1), 100, 60, 10, 1, 1, 2);

  private final Embeddings embeddings = RandomSet.embeddings("e", 5, 800, 60, 16);
  private final List<LeafPolicy> policies = new ArrayList<>();
  private final List<Curve> curves;
  private final List<LeafIndex> builds;
  private final double exact;

  ScheduleTest() {
    for (int leaves : List.of(8, 32)) {
      Tree tree =
          Tree.ofCentroids(
              KMeans.centroids(
                  embeddings.documents(), leaves, KMeans.Config.seeded(3), Progress.none()),
              .1f);
      LeafIndex index = LeafIndex.build(tree, embeddings.documents(), 1, Progress.none());
      Stop.candidates(tree).forEach(stop -> policies.add(new LeafPolicy(index, stop)));
    }
    Corpus corpus = new Corpus(embeddings);
    curves =
        LeafCurves.compute(
            corpus,
            embeddings.test(),
            Measures.primary(new Judgments(embeddings.test(), corpus)),
            policies,
            new BudgetGrid(List.of(), 100),
            2,
            Progress.none());
    builds = policies.stream().map(LeafPolicy::index).toList();
    exact = curves.getFirst().points().getLast().quality("nDCG@10");
  }

  @Test
  void theBuildIsTheCheapestAtTheMiddleAndIsKept() {
    Schedule schedule = Schedule.cheapest(builds, curves, exact, CONFIG);
    LeafIndex cheapest = builds.get(cheapest(curves, .98));
    assertThat(schedule.of(builds)).containsOnly(cheapest);
  }

  @Test
  void onTheQueriesThatItIsChosenOnEachFractionCostsNoMoreThanWithOneCandidate() {
    Schedule schedule = Schedule.cheapest(builds, curves, exact, CONFIG);
    SplicedCurve spliced = schedule.splice(schedule.of(curves));
    List<Curve> built = new ArrayList<>();
    for (int c = 0; c < curves.size(); c++) {
      if (builds.get(c) == schedule.of(builds).getFirst()) {
        built.add(curves.get(c));
      }
    }
    for (double fraction : FRACTIONS) {
      double least =
          built.get(cheapest(built, fraction)).crossing(fraction, exact).orElseThrow().total();
      double spent = spliced.curve().crossing(fraction, exact).map(Crossing::total).orElseThrow();
      assertThat(spent).as("%s", fraction).isLessThanOrEqualTo(1.05 * least);
    }
    assertThat(spliced.curve().points()).extracting(CurvePoint::total).isSorted();
  }

  @Test
  void rangesMeetBetweenTheCostsOfNeighbours() {
    Schedule schedule = Schedule.cheapest(builds, curves, exact, CONFIG);
    assertThat(schedule.bounds()).isSorted().hasSize(schedule.candidates().size() - 1);
    Schedule two = new Schedule(List.of(3, 1), List.of(.012));
    assertThat(two.inWords(c -> "rule " + c)).isEqualTo("rule 3 up to 1.20 %, then rule 1");
    assertThat(two.of(List.of("a", "b", "c", "d"))).containsExactly("d", "b");
  }

  @Test
  void whereNothingIsReachedTheFirstIsTaken() {
    Schedule schedule = Schedule.cheapest(builds, curves, exact * 2, CONFIG);
    assertThat(schedule.candidates()).containsExactly(0);
    assertThat(schedule.bounds()).isEmpty();
  }

  private int cheapest(List<Curve> among, double fraction) {
    int best = 0;
    for (int c = 1; c < among.size(); c++) {
      if (cost(among.get(c), fraction) < cost(among.get(best), fraction)) {
        best = c;
      }
    }
    return best;
  }

  private double cost(Curve curve, double fraction) {
    return curve.crossing(fraction, exact).map(Crossing::total).orElse(Double.POSITIVE_INFINITY);
  }
}
