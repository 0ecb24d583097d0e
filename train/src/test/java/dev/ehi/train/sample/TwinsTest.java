package dev.ehi.train.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.vector.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TwinsTest {

  @Randomized(times = 20)
  void theFirstOfEqualRowsStandsForAll(long seed) {
    Random random = new Random(seed);
    int size = 1 + random.nextInt(300);
    Vectors vectors = Vectors.allocate(size, 2);
    List<int[]> tokens = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int[] row = {random.nextInt(7), random.nextInt(7)};
      tokens.add(row);
      vectors.set(i, new float[] {row[0], row[1]});
    }
    Twins ofVectors = Twins.ofVectors(vectors);
    Twins ofTokens = Twins.ofTokens(tokens);
    for (int i = 0; i < size; i++) {
      int first = 0;
      while (!Arrays.equals(tokens.get(first), tokens.get(i))) {
        first++;
      }
      assertThat(ofVectors.first(i)).isEqualTo(first);
      assertThat(ofTokens.first(i)).isEqualTo(first);
    }
  }

  /** Java's hash of {0, 31} is that of {1, 0}. */
  @Test
  void equalHashesAreNoTwins() {
    List<int[]> tokens =
        List.of(new int[] {0, 31}, new int[] {1, 0}, new int[] {1, 0}, new int[] {0, 31});
    assertThat(Arrays.hashCode(tokens.get(0))).isEqualTo(Arrays.hashCode(tokens.get(1)));
    Twins twins = Twins.ofTokens(tokens);
    assertThat(List.of(twins.first(0), twins.first(1), twins.first(2), twins.first(3)))
        .containsExactly(0, 1, 1, 0);
  }
}
