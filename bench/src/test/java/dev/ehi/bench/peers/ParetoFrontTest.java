package dev.ehi.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ParetoFrontTest {

  private static final Point FAST = point(.80, 10);
  private static final Point BEATEN = point(.79, 20);
  private static final Point MIDDLE = point(.90, 40);
  private static final Point SAME_QUALITY = point(.90, 50);
  private static final Point SLOW = point(.98, 160);

  private final ParetoFront front =
      new ParetoFront(List.of(SLOW, SAME_QUALITY, BEATEN, FAST, MIDDLE), Measure.RECALL);

  static Point point(double recall, double micros) {
    return new Point(
        "method", "", "", Map.of(Measure.RECALL, recall), micros, 2 * micros, micros / 2);
  }

  @Test
  void keepsWhatNoOtherPointBeats() {
    assertThat(front.points()).containsExactly(FAST, MIDDLE, SLOW);
  }

  @Test
  void interpolatesTheLogarithmOfTimes() {
    ParetoFront.Cost cost = front.at(.85).orElseThrow();

    assertThat(cost.p50()).isCloseTo(20, within(1e-9));
    assertThat(cost.p99()).isCloseTo(40, within(1e-9));
    assertThat(cost.cpu()).isCloseTo(10, within(1e-9));
  }

  @Test
  void aPointCostsWhatWasMeasured() {
    assertThat(front.at(.90).orElseThrow().p50()).isCloseTo(40, within(1e-9));
  }

  @Test
  void whatTheCheapestPointExceedsCostsAsMuchAsIt() {
    assertThat(front.at(.5).orElseThrow().p50()).isCloseTo(10, within(1e-9));
  }

  @Test
  void whatNoPointReachesHasNoCost() {
    assertThat(front.at(.981)).isEqualTo(Optional.empty());
  }

  @Test
  void neighboursOfAQuality() {
    assertThat(front.around(.85)).containsExactly(FAST, MIDDLE, SLOW);
    assertThat(front.around(.5)).containsExactly(FAST, MIDDLE);
    assertThat(front.around(.999)).containsExactly(SLOW);
  }
}
