package dev.ehi.train.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.data.Qrels;
import dev.ehi.train.config.DevConfig;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SplitsTest {
  private static final Qrels TRAIN = qrels("t", 100);

  @Test
  void theGivenDevSplitIsSampled() {
    Splits splits = Splits.of(TRAIN, Optional.of(qrels("v", 50)), config(20, 0.1), 3);
    assertThat(splits.train().queryIds()).hasSize(100);
    assertThat(splits.dev().queryIds()).hasSize(20).allMatch(id -> id.startsWith("v"));
  }

  @Test
  void withoutADevSplitAShareOfTheTrainingQueriesIsHeldOut() {
    Splits splits = Splits.of(TRAIN, Optional.empty(), config(20, 0.1), 3);
    assertThat(splits.dev().queryIds()).hasSize(10);
    assertThat(splits.train().queryIds())
        .hasSize(90)
        .doesNotContainAnyElementsOf(splits.dev().queryIds());
  }

  @Test
  void theSampleIsThatOfTheSeed() {
    Splits one = Splits.of(TRAIN, Optional.empty(), config(20, 0.1), 3);
    assertThat(Splits.of(TRAIN, Optional.empty(), config(20, 0.1), 3)).isEqualTo(one);
    assertThat(Splits.of(TRAIN, Optional.empty(), config(20, 0.1), 4)).isNotEqualTo(one);
  }

  @Test
  void aQueryThatIsAlsoInDevIsNotTrainedOn() {
    Splits splits = Splits.of(TRAIN, Optional.of(qrels("t", 10)), config(20, 0.1), 3);
    assertThat(splits.train().queryIds()).hasSize(90);
  }

  @Test
  void aTrainingQueryThatAsksWhatADevQueryAsksIsLeftOut() {
    Splits splits = Splits.of(qrels("t", 3), Optional.of(qrels("v", 1)), config(20, 0.1), 3);
    Ordinals queries = new Ordinals(List.of("t0", "v0", "t1"));
    Twins asked = Twins.ofTokens(List.of(new int[] {1}, new int[] {2}, new int[] {2}));
    Splits clean = splits.withoutTwins(queries, asked);
    assertThat(clean.train().queryIds()).containsExactly("t0", "t2");
    assertThat(clean.dev()).isEqualTo(splits.dev());
  }

  @Test
  void noDevQueriesIfNoneAreWanted() {
    Splits splits = Splits.of(TRAIN, Optional.of(qrels("v", 50)), config(0, 0.1), 3);
    assertThat(splits.dev().queryIds()).isEmpty();
    assertThat(splits.train()).isEqualTo(TRAIN);
  }

  private static DevConfig config(int queries, double heldOut) {
    return new DevConfig(queries, heldOut, List.of(0.1), 1, 1, 0);
  }

  private static Qrels qrels(String prefix, int queries) {
    Qrels.Builder qrels = new Qrels.Builder();
    for (int i = 0; i < queries; i++) {
      qrels.add(prefix + i, "d" + i, 1);
    }
    return qrels.build();
  }
}
