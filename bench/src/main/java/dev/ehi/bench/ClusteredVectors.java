package dev.ehi.bench;

import dev.ehi.core.vector.Vectors;
import java.util.SplittableRandom;

/**
 * Vectors of length 1 around random centres: a stand-in for the embeddings of texts. As in those,
 * neighbours differ in few directions, so that clusters run into one another.
 */
final class ClusteredVectors {

  private static final int DIRECTIONS = 24;

  private final Vectors centres; // (clusters, dim)
  private final Vectors directions; // (DIRECTIONS, dim)
  private final double spread;
  private final SplittableRandom random;

  /**
   * @param spread expected length of what is added to a centre of length 1
   */
  ClusteredVectors(int dim, int clusters, double spread, long seed) {
    this.spread = spread;
    this.random = new SplittableRandom(seed);
    this.directions = gaussian(DIRECTIONS, dim);
    this.centres = Vectors.allocate(clusters, dim);
    for (int i = 0; i < clusters; i++) {
      centres.set(i, near(new float[dim], 1));
    }
    centres.normalize();
  }

  private Vectors gaussian(int size, int dim) {
    float[] values = new float[size * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    Vectors vectors = Vectors.of(values, dim);
    vectors.normalize();
    return vectors;
  }

  /** New vectors. // (size, dim) */
  Vectors draw(int size) {
    Vectors vectors = Vectors.allocate(size, centres.dim());
    for (int i = 0; i < size; i++) {
      vectors.set(i, near(centres.row(random.nextInt(centres.size())), spread));
    }
    vectors.normalize();
    return vectors;
  }

  private float[] near(float[] centre, double distance) {
    double scale = distance / Math.sqrt(DIRECTIONS);
    for (int direction = 0; direction < DIRECTIONS; direction++) {
      float step = (float) (random.nextGaussian() * scale);
      for (int j = 0; j < centre.length; j++) {
        centre[j] += step * directions.get(direction, j);
      }
    }
    return centre;
  }
}
