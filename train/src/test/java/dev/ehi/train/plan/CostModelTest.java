package dev.ehi.train.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.testing.Randomized;
import dev.ehi.train.config.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CostModelTest {
  private static final int DIM = 96;

  /** A world that follows the laws, with exponents of its own. */
  private record World(double scale, double leaf, double rank, double recall, double size) {
    CostCurve curve(Layout layout, int documents) {
      List<CostCurve.Point> points = new ArrayList<>();
      for (double recall : Pilot.RECALLS) {
        double visited = scale * law(layout, documents, recall);
        double expanded = layout.height() == 1 ? 0 : .05 * law(layout, documents, recall);
        double projecting = layout.projection() < DIM ? layout.projection() : 0;
        double node = (double) layout.branching() * layout.projection() / DIM;
        points.add(new CostCurve.Point(recall, visited, projecting + node * (1 + expanded)));
      }
      return new CostCurve(layout, documents, points);
    }

    private double law(Layout layout, int documents, double at) {
      return Math.pow((double) documents / layout.leaves(), leaf)
          * Math.pow(layout.projection(), rank)
          * Math.pow(at / (1 - at), recall)
          * Math.pow(documents, size);
    }
  }

  @Randomized(times = 10)
  void lawsAreFoundAgainFromFewCurves(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    World world =
        new World(
            random.nextDouble(5, 20),
            random.nextDouble(.3, .8),
            random.nextDouble(-.9, -.3),
            random.nextDouble(.5, 1),
            0);
    CostModel model =
        CostModel.fit(
            DIM,
            List.of(
                world.curve(new Layout(64, 1, 12), 9000),
                world.curve(new Layout(300, 1, 12), 9000),
                world.curve(new Layout(150, 1, 24), 9000),
                world.curve(new Layout(10, 2, 12), 9000),
                world.curve(new Layout(40, 2, 12), 9000),
                world.curve(new Layout(20, 2, 24), 9000)));
    for (Layout unseen : List.of(new Layout(500, 1, 18), new Layout(30, 2, 16))) {
      assertSame(model.predict(unseen, 9000), world.curve(unseen, 9000));
    }
  }

  @Test
  void theSizeOfTheCorpusIsLearnedWhereItVaries() {
    World world = new World(4, .5, -.6, .8, .2);
    List<CostCurve> curves = new ArrayList<>();
    for (int documents : List.of(2000, 4000)) {
      curves.add(world.curve(new Layout(64, 1, 12), documents));
      curves.add(world.curve(new Layout(300, 1, 12), documents));
      curves.add(world.curve(new Layout(150, 1, 24), documents));
    }
    Layout unseen = new Layout(2000, 1, 18);
    assertSame(CostModel.fit(DIM, curves).predict(unseen, 60_000), world.curve(unseen, 60_000));
  }

  @Test
  void noMoreIsPredictedThanThereIs() {
    World world = new World(20, .8, -.1, 1, 0);
    CostModel model =
        CostModel.fit(
            DIM,
            List.of(
                world.curve(new Layout(10, 2, 12), 9000),
                world.curve(new Layout(40, 2, 12), 9000),
                world.curve(new Layout(20, 2, 24), 9000)));
    CostCurve.Point point = model.predict(new Layout(2, 2, 12), 50).at(.98);
    assertThat(point.visited()).isEqualTo(50);
    assertThat(point.routing()).isCloseTo(12 + 3 * .25, within(1e-9)); // root and both nodes
  }

  @Test
  void heightsThatWereNotMeasuredAreRefused() {
    CostModel model =
        CostModel.fit(DIM, List.of(new World(1, .5, -.5, .5, 0).curve(new Layout(8, 1, 12), 500)));
    assertThatThrownBy(() -> model.predict(new Layout(8, 2, 12), 500))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("height 2");
  }

  private static void assertSame(CostCurve predicted, CostCurve expected) {
    for (CostCurve.Point point : expected.points()) {
      CostCurve.Point found = predicted.at(point.recall());
      assertThat(found.visited()).isCloseTo(point.visited(), within(1e-3 * point.visited()));
      assertThat(found.routing()).isCloseTo(point.routing(), within(1e-3 * point.routing()));
    }
  }
}
