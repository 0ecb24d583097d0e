package dev.ehi.bench.peers;

import dev.ehi.core.vector.Vectors;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A small workload of vectors in all directions. */
final class RandomWorkload {

  private static final int DIM = 16;
  private static final int DOCUMENTS = 500;
  private static final int QUERIES = 20;

  private RandomWorkload() {}

  static Workload in(Path scratch) {
    SplittableRandom random = new SplittableRandom(1);
    return new Workload(draw(DOCUMENTS, random), draw(QUERIES, random), scratch);
  }

  private static Vectors draw(int size, SplittableRandom random) {
    float[] values = new float[size * DIM];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    Vectors vectors = Vectors.of(values, DIM);
    vectors.normalize();
    return vectors;
  }
}
