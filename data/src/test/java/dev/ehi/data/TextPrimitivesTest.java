package dev.ehi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ehi.core.testing.Randomized;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TextPrimitivesTest {
  private static final long LEARNED_INDEX = 7772140014403235290L; // computed apart, in Python

  @Test
  void normalizedTextIgnoresCaseMarksBlanksAndForms() {
    assertThat(NormalizedText.of("  The ﬁrst, \"Café\"\n(CAFE\u0301) - 2x! "))
        .isEqualTo("the first café café 2x");
    assertThat(NormalizedText.of("?! ...")).isEmpty();
    assertThat(NormalizedText.of("汶川 大地震")).isEqualTo("汶川 大地震");
  }

  @Test
  void hashesAreTheSameInEveryRelease() {
    assertThat(TextHash.of("learned index")).isEqualTo(LEARNED_INDEX);
    assertThat(TextHash.seeded(1, "learned index")).isNotEqualTo(LEARNED_INDEX);
  }

  @Test
  void hashesOfManyShortTextsDiffer() {
    Set<Long> hashes = new HashSet<>();
    for (int i = 0; i < 200_000; i++) {
      hashes.add(TextHash.of(Integer.toString(i)));
    }
    assertThat(hashes).hasSize(200_000);
  }

  @Randomized(times = 5)
  void idSetFindsRepeats(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Set<String> reference = new HashSet<>();
    IdSet ids = new IdSet();
    for (int i = 0; i < 20_000; i++) {
      String id = "d" + random.nextInt(30_000);
      assertThat(ids.add(id)).isEqualTo(reference.add(id));
    }
  }

  @Randomized(times = 10)
  void lengthStatisticsEqualThoseOfSortedLengths(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] lengths = random.ints(1 + random.nextInt(300), 0, 3000).toArray();
    LengthStatistics.Counter counter = new LengthStatistics.Counter();
    for (int length : lengths) {
      counter.add(" \n" + "w ".repeat(length));
    }
    Arrays.sort(lengths);
    int n = lengths.length;
    assertThat(counter.statistics())
        .isEqualTo(
            new LengthStatistics(
                lengths[0],
                Arrays.stream(lengths).average().orElseThrow(),
                lengths[(n + 1) / 2 - 1],
                lengths[(int) Math.ceil(0.95 * n) - 1],
                lengths[n - 1]));
  }

  @Test
  void noTextsHaveNoLength() {
    assertThat(new LengthStatistics.Counter().statistics())
        .isEqualTo(new LengthStatistics(0, 0, 0, 0, 0));
  }

  @Test
  void passageJoinsTitleAndText() {
    assertThat(new Document("d", "Title", " text ").passage()).isEqualTo("Title  text");
    assertThat(new Document("d", "", " text ").passage()).isEqualTo("text");
    assertThat(new Document("d", "Title", "").passage()).isEqualTo("Title");
    assertThatIllegalArgumentException().isThrownBy(() -> new Document("", "", ""));
    assertThatIllegalArgumentException().isThrownBy(() -> new Query("", ""));
  }

  @Test
  void qrelsLeaveOutQueries() {
    Qrels qrels = new Qrels.Builder().add("a", "d", 1).add("a", "d", 1).add("b", "d", 0).build();
    assertThat(qrels.size()).isEqualTo(2);
    assertThat(qrels.relevant("b")).isEmpty();
    Qrels without = qrels.without(Set.of("a", "c"));
    assertThat(without.queryIds()).containsExactly("b");
    assertThat(without.of("b")).isEqualTo(Map.of("d", 0));
    assertThat(without.size()).isEqualTo(1);
    assertThat(qrels.size()).isEqualTo(2);
  }
}
