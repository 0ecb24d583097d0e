package dev.ehi.core.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.testing.Randomized;
import java.util.Arrays;
import java.util.SplittableRandom;

class ExponentialsTest {

  @Randomized
  void theFastSumIsThePlainOne(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[random.nextInt(1, 70)];
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-120, 40);
      most = Math.max(most, values[i]);
    }
    float expected = Exponentials.scalar().sum(values, most);
    assertThat(Exponentials.best().sum(values, most)).isCloseTo(expected, within(2e-6f * expected));
  }

  @Randomized
  void negativeInfinityAddsNothing(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[random.nextInt(1, 5) * Exponentials.LANES];
    Arrays.fill(values, Float.NEGATIVE_INFINITY);
    int count = random.nextInt(values.length + 1);
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-120, 0);
    }
    float expected = Exponentials.scalar().sum(Arrays.copyOf(values, count), 0);
    assertThat(Exponentials.best().sum(values, 0))
        .isCloseTo(expected, within(2e-6f * expected + 2e-38f * values.length));
  }
}
