package dev.ehi.core.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.testing.Randomized;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DotProductTest {

  @Test
  void simdIsChosenWhereTheVectorApiIsThere() {
    assertThat(DotProduct.best()).isInstanceOf(SimdDotProduct.class);
  }

  @Randomized
  void simdEqualsScalarAtOddSizes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = random.nextInt(1, 500);
    int count = random.nextInt(0, 20);
    int skipped = random.nextInt(0, 3);
    Vectors rows = Vectors.allocate(count + skipped, dim);
    for (int i = 0; i < rows.size(); i++) {
      rows.set(i, gaussian(dim, random));
    }
    float[] query = gaussian(dim, random);
    float[] expected = new float[count];
    float[] actual = new float[count];

    DotProduct.scalar().rows(rows.segment(), rows.offset(skipped), count, query, expected);
    new SimdDotProduct().rows(rows.segment(), rows.offset(skipped), count, query, actual);

    for (int i = 0; i < count; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f * dim));
      assertThat(new SimdDotProduct().dot(rows.row(skipped + i), query))
          .isCloseTo(expected[i], within(1e-5f * dim));
    }
  }

  @Test
  void scalarMultipliesAndAdds() {
    Vectors rows = Vectors.of(new float[][] {{1, 2, 3}, {0, -1, .5f}});
    float[] scores = new float[2];
    DotProduct.scalar().rows(rows.segment(), 0, 2, new float[] {2, 1, -2}, scores);
    assertThat(scores).containsExactly(-2, -2);
    assertThat(DotProduct.scalar().dot(new float[] {1, 2}, new float[] {3, 4})).isEqualTo(11);
  }

  private static float[] gaussian(int dim, SplittableRandom random) {
    float[] values = new float[dim];
    for (int i = 0; i < dim; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
