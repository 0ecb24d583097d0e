package dev.ehi.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.bench.peers.PeerResults.LevelComparison;
import dev.ehi.bench.peers.PeerResults.Method;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class LevelComparisonsTest {

  private static final Method OURS = method("ours", Peer.Origin.EHI, .95, 30);
  private static final Method SLOW = method("slow", Peer.Origin.OTHER, 1, 60);
  private static final Method FAST = method("fast", Peer.Origin.OTHER, .92, 20);

  private static Method method(String name, Peer.Origin origin, double recall, double micros) {
    return new Method(name, origin, "", List.of(), List.of(ParetoFrontTest.point(recall, micros)));
  }

  private static LevelComparison at(double recall) {
    return LevelComparisons.of(
        new Level(Measure.RECALL, recall), recall, List.of(OURS, SLOW, FAST));
  }

  @Test
  void theRatioIsToTheFastestOfThoseThatReachTheLevel() {
    LevelComparison low = at(.90);
    LevelComparison high = at(.94);

    assertThat(low.costs()).containsOnlyKeys("ours", "slow", "fast");
    assertThat(Objects.requireNonNull(low.ratio()).p50()).isCloseTo(1.5, within(1e-9));
    assertThat(high.costs()).containsOnlyKeys("ours", "slow");
    assertThat(Objects.requireNonNull(high.ratio()).p50()).isCloseTo(.5, within(1e-9));
  }

  @Test
  void thereIsNoRatioWhereEhiDoesNotReachTheLevel() {
    assertThat(at(.99).ratio()).isNull();
  }
}
