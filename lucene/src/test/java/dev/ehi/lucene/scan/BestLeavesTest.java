package dev.ehi.lucene.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.testing.Randomized;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against a list that is sorted anew each time. */
class BestLeavesTest {

  private static final class Entry {
    final int leaf;
    final float score;
    boolean left;

    Entry(int leaf, float score) {
      this.leaf = leaf;
      this.score = score;
    }
  }

  @Randomized(times = 100)
  void leavesTheBestThatWereNotLeft(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int most = random.nextInt(1, 30);
    Sources sources =
        random.nextBoolean() ? new Sources.Best(most) : new Sources.Near(random.nextDouble());
    BestLeaves best = new BestLeaves(most, sources);
    List<Entry> expected = new ArrayList<>();
    for (int step = 0; step < 200; step++) {
      if (random.nextInt(4) > 0) {
        int leaf = random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(Integer.MAX_VALUE);
        float score = (random.nextInt(40) - 10) / 30f; // with many equals, some below 0
        assertThat(score > best.competitive())
            .isEqualTo(isOfInterest(score, expected, most, sources));
        if (score > best.competitive()) {
          best.add(leaf, score);
          add(new Entry(leaf, score), expected, most, sources);
        }
      } else {
        int[] room = new int[random.nextInt(1, 5)];
        List<Entry> left =
            expected.stream().filter(entry -> !entry.left).limit(room.length).toList();
        left.forEach(entry -> entry.left = true);
        int count = best.leave(room);
        assertThat(IntStream.of(room).limit(count).boxed().toList())
            .isEqualTo(left.stream().map(entry -> entry.leaf).toList());
      }
    }
  }

  private static boolean isOfInterest(
      float score, List<Entry> expected, int most, Sources sources) {
    return expected.isEmpty()
        || score >= sources.least(expected.getFirst().score)
            && (expected.size() < most || score > expected.getLast().score);
  }

  private static void add(Entry entry, List<Entry> expected, int most, Sources sources) {
    expected.add(entry);
    expected.sort(Comparator.comparing((Entry e) -> e.score).reversed()); // stable
    float least = sources.least(expected.getFirst().score);
    expected.removeIf(e -> e.score < least);
    while (expected.size() > most) {
      expected.removeLast();
    }
  }

  @Test
  void nothingIsOfInterestToASearchThatGoesOnFromNowhere() {
    assertThat(BestLeaves.none().competitive()).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(BestLeaves.none().leave(new int[3])).isZero();
  }
}
