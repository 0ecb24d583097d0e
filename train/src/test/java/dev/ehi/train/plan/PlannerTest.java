package dev.ehi.train.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.Layout;
import dev.ehi.train.config.TrainConfig;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final int DIM = 24;

  @Randomized(times = 1)
  void thePlanIsAboutAsCheapAsAnyTreeMeasured(long seed) {
    PilotVectors vectors = vectors(2500, seed);
    Planner planner = planner(Map.of("distil.updates", "60", "distil.batch", "64"));
    Plan plan = planner.plan(vectors);
    assertThat(plan.forecasts()).hasSize(3);
    assertThat(plan.reason()).contains(plan.layout().toString(), "pilots");
    List<Planner.Check> checks = planner.check(plan, vectors);
    assertThat(checks)
        .extracting(check -> check.measured().layout())
        .doesNotContainAnyElementsOf(plan.measured().stream().map(CostCurve::layout).toList());
    double chosen =
        total(
            Stream.concat(checks.stream().map(Planner.Check::measured), plan.measured().stream())
                .filter(curve -> curve.layout().equals(plan.layout()))
                .findFirst()
                .orElseThrow());
    assertThat(checks).allMatch(check -> chosen < 1.4 * total(check.measured()));
    assertThat(plan.measured()).allMatch(curve -> chosen < 1.4 * total(curve));
  }

  @Randomized(times = 1)
  void aLargeCorpusIsToldFromSamplesOfTwoSizes(long seed) {
    PilotVectors vectors = vectors(3000, seed);
    Planner planner =
        planner(
            Map.of(
                "index.pilot-documents", "1000",
                "index.height", "1",
                "distil.updates", "20",
                "distil.batch", "64"));
    Plan plan = planner.plan(vectors);
    assertThat(plan.measured()).extracting(CostCurve::documents).contains(1000, 500);
    assertThat(plan.forecasts().getFirst().documents()).isEqualTo(3000);
  }

  @Randomized(times = 1)
  void aHeightThatOnlyTheWholeCorpusAllowsIsNotChosen(long seed) {
    Planner planner =
        planner(
            Map.of(
                "index.pilot-documents", "1000",
                "index.branching", "12",
                "distil.updates", "20",
                "distil.batch", "64"));
    Plan plan = planner.plan(vectors(3000, seed)); // 12^3 leaves fit 3000 documents, not 1000
    assertThat(plan.layout().branching()).isEqualTo(12);
    assertThat(plan.layout().height()).isLessThan(3);
  }

  @Randomized(times = 1)
  void vectorsThatSpreadInFewDirectionsAreLookedAtThroughFewDimensions(long seed) {
    int wide = 96; // dimensions, of which the vectors are in a few
    SplittableRandom random = new SplittableRandom(seed);
    Vectors flat = Vectors.allocate(2500, wide);
    for (int i = 0; i < flat.size(); i++) {
      float[] row = new float[wide];
      for (int j = 0; j < 6; j++) {
        row[j] = (float) random.nextGaussian();
      }
      flat.set(i, row);
    }
    flat.normalize();
    PilotVectors vectors = new PilotVectors(flat, flat.slice(0, 500), flat, flat.slice(2000, 2200));
    Planner planner = planner(Map.of("distil.updates", "20", "distil.batch", "64"));
    assertThat(planner.projection(new Layout(13, 3, 16), vectors)).isEqualTo(wide / 12);
    Planner given = planner(Map.of("index.projection", "40", "distil.updates", "20"));
    assertThat(given.projection(new Layout(13, 3, 16), vectors)).isEqualTo(40);
  }

  @Test
  void smallCorporaAndGivenLayoutsNeedNoPilots() {
    assertThat(planner(Map.of()).withoutPilots(1999, DIM, 100).orElseThrow().layout())
        .isEqualTo(new Layout(256, 1, DIM));
    assertThat(planner(Map.of()).withoutPilots(2000, DIM, 100)).isEmpty();
    Planner given =
        planner(Map.of("index.branching", "9", "index.height", "3", "index.projection", "16"));
    assertThat(planner(Map.of("index.branching", "30000")).withoutPilots(1_000_000, DIM, 100))
        .as("more branches than documents in a pilot")
        .isPresent();
    assertThat(given.withoutPilots(1_000_000, DIM, 100).orElseThrow().layout())
        .isEqualTo(new Layout(9, 3, 16));
  }

  private static double total(CostCurve curve) {
    return Planner.cost(curve);
  }

  private static Planner planner(Map<String, String> changes) {
    TrainConfig config = TrainConfig.defaults().with(changes);
    return Planner.of(config, (IndexConfig.Learned) config.index(), Progress.none());
  }

  /** Documents in clumps, and queries near documents. */
  private static PilotVectors vectors(int documents, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Vectors centres = around(Vectors.allocate(60, DIM), 60, 1, random);
    Vectors all = around(centres, documents, .15, random);
    return new PilotVectors(
        all,
        around(all, 500, .1, random),
        around(all, documents, .1, random),
        around(all, 200, .1, random));
  }

  private static Vectors around(
      Vectors centres, int size, double deviation, SplittableRandom random) {
    Vectors vectors = Vectors.allocate(size, centres.dim());
    for (int i = 0; i < size; i++) {
      float[] row = centres.row(random.nextInt(centres.size()));
      for (int j = 0; j < row.length; j++) {
        row[j] += (float) (deviation * random.nextGaussian());
      }
      vectors.set(i, row);
    }
    vectors.normalize();
    return vectors;
  }
}
