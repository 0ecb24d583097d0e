package dev.ehi.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {

  private static final int[] GRADES = {0, 3, -1, 1};
  private static final int[] IDEAL = {3, 2, 1};

  @Test
  void valuesByHand() {
    double log3 = Math.log(3) / Math.log(2);
    double log5 = Math.log(5) / Math.log(2);
    assertThat(new Ndcg(10).value(GRADES, 4, IDEAL))
        .isCloseTo((3 / log3 + 1 / log5) / (3 + 2 / log3 + 1 / 2.0), within(1e-12));
    assertThat(new ReciprocalRank(10).value(GRADES, 4, IDEAL)).isEqualTo(.5);
    assertThat(new Recall(3).value(GRADES, 4, IDEAL)).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(new AveragePrecision(10).value(GRADES, 4, IDEAL))
        .isCloseTo((1 / 2.0 + 2 / 4.0) / 3, within(1e-12));
  }

  @Test
  void ranksBeyondTheCutoffDoNotCount() {
    assertThat(new Ndcg(1).value(GRADES, 4, IDEAL)).isZero();
    assertThat(new ReciprocalRank(1).value(GRADES, 4, IDEAL)).isZero();
    assertThat(new Recall(1).value(GRADES, 4, IDEAL)).isZero();
    assertThat(new AveragePrecision(1).value(GRADES, 4, IDEAL)).isZero();
  }

  @Test
  void aQueryWithoutRelevantDocumentsIsZero() {
    for (Metric metric : Metric.standard()) {
      assertThat(metric.value(new int[] {0, -1}, 2, new int[0])).as(metric.label()).isZero();
    }
  }

  @Test
  void labelsAreReadBack() {
    for (Metric metric : Metric.standard()) {
      assertThat(Metric.parse(metric.label())).isEqualTo(metric);
    }
    assertThat(Metric.parse(" ndcg@7 ")).isEqualTo(new Ndcg(7));
    assertThat(Metric.parse("MAP@5")).isEqualTo(new AveragePrecision(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nDCG", "nDCG@", "nDCG@x", "nDCG@0", "nDCG@-1", "P@10", "R"})
  void unknownLabelsAreRefused(String label) {
    assertThatThrownBy(() -> Metric.parse(label))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown metric '" + label + "'");
  }

  @Test
  void aCutoffBelowOneIsRefused() {
    assertThatThrownBy(() -> new Ndcg(0)).hasMessageContaining("at least 1");
  }
}
