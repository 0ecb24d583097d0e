package dev.ehi.train.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.vector.Vectors;
import java.util.Random;

class PrincipalAxesTest {

  @Randomized
  void theAxesAreOrthonormalAndHoldTheLongestDirections(long seed) {
    Random random = new Random(seed);
    int dim = 3 + random.nextInt(20);
    int rank = 1 + random.nextInt(dim);
    Vectors vectors = stretched(400, dim, random);

    Vectors axes = PrincipalAxes.of(vectors, rank);

    assertThat(axes.size()).isEqualTo(rank);
    double last = Double.POSITIVE_INFINITY;
    for (int i = 0; i < rank; i++) {
      for (int j = 0; j <= i; j++) {
        assertThat(dot(axes.row(i), axes.row(j))).isCloseTo(i == j ? 1 : 0, within(1e-5));
      }
      double length = squaredLength(vectors, axes.row(i));
      assertThat(length).isLessThanOrEqualTo(last * 1.0001);
      last = length;
      float[] image = momentTimes(vectors, axes.row(i));
      for (int j = 0; j < dim; j++) { // an eigenvector: X^T X a = length * a
        assertThat((double) image[j])
            .isCloseTo(length * axes.row(i)[j], within(1e-3 * length + 1e-3));
      }
    }
  }

  @Randomized
  void projectingTakesTheDotProductWithEachAxis(long seed) {
    Random random = new Random(seed);
    Vectors vectors = stretched(13, 9, random);
    Vectors axes = stretched(4, 9, random);

    Vectors projected = PrincipalAxes.project(vectors, axes);

    for (int i = 0; i < vectors.size(); i++) {
      for (int j = 0; j < axes.size(); j++) {
        assertThat((double) projected.row(i)[j])
            .isCloseTo(dot(vectors.row(i), axes.row(j)), within(1e-3));
      }
    }
  }

  private static Vectors stretched(int size, int dim, Random random) {
    Vectors vectors = Vectors.allocate(size, dim);
    for (int i = 0; i < size; i++) {
      float[] row = new float[dim];
      for (int j = 0; j < dim; j++) {
        row[j] = (float) (random.nextGaussian() * (1 + j));
      }
      vectors.set(i, row);
    }
    return vectors;
  }

  private static double squaredLength(Vectors vectors, float[] axis) {
    double sum = 0;
    for (int i = 0; i < vectors.size(); i++) {
      double along = dot(vectors.row(i), axis);
      sum += along * along;
    }
    return sum;
  }

  private static float[] momentTimes(Vectors vectors, float[] axis) {
    double[] image = new double[axis.length];
    for (int i = 0; i < vectors.size(); i++) {
      float[] row = vectors.row(i);
      double along = dot(row, axis);
      for (int j = 0; j < row.length; j++) {
        image[j] += along * row[j];
      }
    }
    float[] rounded = new float[image.length];
    for (int j = 0; j < image.length; j++) {
      rounded[j] = (float) image[j];
    }
    return rounded;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
