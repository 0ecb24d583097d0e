package dev.ehi.bench;

import dev.ehi.core.vector.Vectors;
import java.util.SplittableRandom;

/** Vectors of length 1 around random centres: a stand-in for the embeddings of texts. */
final class ClusteredVectors {

  private final Vectors centres; // (clusters, dim)
  private final double spread;
  private final SplittableRandom random;

  /**
   * @param spread expected length of the noise that is added to a centre of length 1
   */
  ClusteredVectors(int dim, int clusters, double spread, long seed) {
    this.spread = spread;
    this.random = new SplittableRandom(seed);
    this.centres = Vectors.allocate(clusters, dim);
    float[] zero = new float[dim];
    for (int i = 0; i < clusters; i++) {
      centres.set(i, near(zero, 1));
    }
    centres.normalize();
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
    float[] vector = centre.clone();
    double scale = distance / Math.sqrt(vector.length);
    for (int j = 0; j < vector.length; j++) {
      vector[j] += (float) (random.nextGaussian() * scale);
    }
    return vector;
  }
}
