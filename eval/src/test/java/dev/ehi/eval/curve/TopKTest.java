package dev.ehi.eval.curve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.testing.Randomized;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

class TopKTest {

  @Randomized
  void keepsTheBestInOrderWhateverTheOrderOfOffers(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = random.nextInt(1, 60);
    int k = random.nextInt(1, 70);
    int[] tieOrder = shuffled(n, random);
    float[] scores = new float[n];
    for (int i = 0; i < n; i++) {
      scores[i] = random.nextInt(8);
    }
    List<Integer> expected =
        IntStream.range(0, n)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer d) -> -scores[d])
                    .thenComparingInt(d -> tieOrder[d]))
            .limit(k)
            .toList();
    TopK top = new TopK(k, tieOrder);
    for (int document : shuffled(n, random)) {
      Hits before = Hits.of(top);
      boolean changed = top.offer(document, scores[document]);
      assertThat(changed).isEqualTo(!before.toString().equals(Hits.of(top).toString()));
    }
    assertThat(IntStream.of(Hits.of(top).documents()).boxed().toList()).isEqualTo(expected);
    for (int rank = 0; rank < top.size(); rank++) {
      assertThat(top.score(rank)).isEqualTo(scores[expected.get(rank)]);
    }
  }

  private static int[] shuffled(int n, SplittableRandom random) {
    int[] order = IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }
}
