package dev.ehi.eval.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SplicedCurveTest {

  private final Curve cheap = curve(new double[] {1, 2, 3, 4}, .1, .2, .3, .4);
  private final Curve dear = curve(new double[] {10, 20, 30}, .15, .31, .5);

  @Test
  void eachCurveIsTakenWhereItIsUsed() {
    SplicedCurve spliced = SplicedCurve.of(List.of(cheap, dear), List.of(.3));
    assertThat(spliced.curve().points())
        .extracting(CurvePoint::total)
        .containsExactly(.1, .2, .3, .31, .5);
    assertThat(spliced.parts()).containsExactly(0, 0, 0, 1, 1);
    assertThat(spliced.curve().level(2)).isEqualTo(3);
    assertThat(spliced.curve().level(3)).isEqualTo(20);
    assertThat(spliced.curve().perQuery(3)).containsExactly(20, .31);
  }

  @Test
  void aWholeCurveStaysAsItIs() {
    SplicedCurve spliced = SplicedCurve.of(cheap);
    assertThat(spliced.curve().points()).isEqualTo(cheap.points());
    assertThat(spliced.parts()).containsOnly(0).hasSize(4);
  }

  private static Curve curve(double[] levels, double... totals) {
    double[][] perQuery = new double[levels.length][];
    CurvePoint[] points = new CurvePoint[levels.length];
    for (int i = 0; i < levels.length; i++) {
      perQuery[i] = new double[] {levels[i], totals[i]};
      points[i] = new CurvePoint(totals[i], 0, Map.of("nDCG@10", totals[i]));
    }
    return new Curve(List.of(points), perQuery, levels);
  }
}
