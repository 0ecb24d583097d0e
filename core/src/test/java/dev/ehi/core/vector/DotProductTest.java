package dev.ehi.core.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.testing.Randomized;
import java.util.List;
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

  @Randomized
  void rowsCanLieAnywhereInAnyCompany(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = random.nextInt(1, 500);
    Vectors rows = Vectors.allocate(random.nextInt(1, 30), dim);
    for (int i = 0; i < rows.size(); i++) {
      rows.set(i, gaussian(dim, random));
    }
    float[] query = gaussian(dim, random);
    int[] positions = random.ints(random.nextInt(2, 40), 0, rows.size()).toArray();
    int from = random.nextInt(positions.length);
    int count = random.nextInt(positions.length - from);
    for (DotProduct kernel : List.of(DotProduct.scalar(), new SimdDotProduct())) {
      float[] scores = new float[count];
      kernel.rowsAt(rows.segment(), positions, from, count, query, scores);
      for (int i = 0; i < count; i++) {
        double expected = 0;
        for (int j = 0; j < dim; j++) {
          expected += (double) rows.get(positions[from + i], j) * query[j];
        }
        assertThat((double) scores[i]).isCloseTo(expected, within(1e-5 * dim));
        float[] alone = new float[1];
        kernel.rowsAt(rows.segment(), positions, from + i, 1, query, alone);
        assertThat(alone[0]).isEqualTo(scores[i]);
        kernel.rows(rows.segment(), rows.offset(positions[from + i]), 1, query, alone);
        assertThat(alone[0]).isEqualTo(scores[i]);
      }
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
