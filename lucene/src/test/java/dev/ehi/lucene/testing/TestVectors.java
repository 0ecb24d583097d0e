package dev.ehi.lucene.testing;

import dev.ehi.core.vector.Vectors;
import java.util.random.RandomGenerator;

/** Random vectors. */
public final class TestVectors {

  private TestVectors() {}

  /** Of length 1, in all directions. // (size, dim) */
  public static Vectors unit(int size, int dim, RandomGenerator random) {
    Vectors vectors = gaussian(size, dim, random);
    vectors.normalize();
    return vectors;
  }

  /** Of any length, in all directions. // (size, dim) */
  public static Vectors gaussian(int size, int dim, RandomGenerator random) {
    Vectors vectors = Vectors.allocate(size, dim);
    float[] row = new float[dim];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < dim; j++) {
        row[j] = (float) random.nextGaussian();
      }
      vectors.set(i, row);
    }
    return vectors;
  }

  /** Of length 1, gathered around some centres, in random order. // (size, dim) */
  public static Vectors clustered(
      int size, int dim, int clusters, double spread, RandomGenerator random) {
    Vectors centres = unit(clusters, dim, random);
    Vectors vectors = Vectors.allocate(size, dim);
    for (int i = 0; i < size; i++) {
      float[] row = centres.row(random.nextInt(clusters));
      for (int j = 0; j < dim; j++) {
        row[j] += (float) (random.nextGaussian() * spread / Math.sqrt(dim));
      }
      vectors.set(i, row);
    }
    vectors.normalize();
    return vectors;
  }
}
