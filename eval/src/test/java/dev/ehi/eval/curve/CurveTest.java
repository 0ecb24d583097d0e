package dev.ehi.eval.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurveTest {

  private final Curve curve =
      new Curve(
          List.of(point(.01, .02, .2), point(.03, .02, .4), point(.5, .04, .39), point(1, .04, .5)),
          new double[4][0],
          new double[] {1, 2, 3, 4});

  @Test
  void costOfAFractionIsInterpolatedBetweenNeighbours() {
    Crossing crossing = curve.crossing(.6, .5).orElseThrow();
    assertThat(crossing.documents()).isCloseTo(.02, within(1e-12));
    assertThat(crossing.routing()).isCloseTo(.02, within(1e-12));
    assertThat(crossing.total()).isCloseTo(.04, within(1e-12));
  }

  @Test
  void theFirstCrossingCounts() {
    assertThat(curve.crossing(.79, .5).orElseThrow().documents()).isLessThan(.03);
    assertThat(curve.crossing(1, .5).orElseThrow().documents()).isEqualTo(1);
  }

  @Test
  void aCurveThatStartsAboveCostsItsFirstPoint() {
    assertThat(curve.crossing(.2, .5).orElseThrow()).isEqualTo(new Crossing(.2, .01, .02));
  }

  @Test
  void whatIsNotReachedHasNoCost() {
    assertThat(curve.crossing(1, .6)).isEmpty();
  }

  @Test
  void budgetsAreFilledWithinTwoPercentOrNotAtAll() {
    assertThat(curve.filling(.05)).hasValue(1);
    assertThat(curve.filling(.0505)).hasValue(1);
    assertThat(curve.filling(.052)).isEmpty();
    assertThat(curve.filling(.001)).isEmpty();
  }

  @Test
  void theGridFillsEveryBudgetWithinTwoPercent() {
    int[] budgets = BudgetGrid.standard().documents(20_000, 20_000);
    assertThat(budgets).isSorted().doesNotHaveDuplicates().startsWith(10).endsWith(20_000);
    for (double share = .003; share < 1; share *= 1.01) {
      double wanted = share * 20_000;
      assertThat(IntStream.of(budgets).anyMatch(b -> Math.abs(b - wanted) <= .02 * wanted))
          .as("%s", wanted)
          .isTrue();
    }
  }

  @Test
  void theGridEndsAtTheLastStoredCopy() {
    assertThat(BudgetGrid.standard().documents(100, 300)).endsWith(300).contains(5, 50, 100);
    assertThat(BudgetGrid.standard().documents(3, 3)).containsExactly(1, 2, 3);
  }

  @Test
  void budgetsOutsideTheCorpusAreRefused() {
    assertThatThrownBy(() -> new BudgetGrid(List.of(1.5), 10)).hasMessageContaining("1.5");
    assertThatThrownBy(() -> new BudgetGrid(List.of(0.0), 10)).hasMessageContaining("0.0");
  }

  @Test
  void thinningKeepsTheEnds() {
    assertThat(curve.thinned(2))
        .containsExactly(curve.points().getFirst(), curve.points().getLast());
    assertThat(curve.thinned(9)).isEqualTo(curve.points());
  }

  private static CurvePoint point(double documents, double routing, double ndcg) {
    return new CurvePoint(documents, routing, Map.of("nDCG@10", ndcg));
  }
}
