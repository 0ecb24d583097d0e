package dev.ehi.train.distil;

import dev.ehi.core.vector.Vectors;
import java.util.SplittableRandom;

/** Random directions, and queries that lie apart from the documents they ask for. */
final class ClusteredQueries {
  private ClusteredQueries() {}

  /** // (size, dim) */
  static Vectors directions(int size, int dim, SplittableRandom random) {
    Vectors directions = Vectors.allocate(size, dim);
    for (int i = 0; i < size; i++) {
      float[] row = new float[dim];
      for (int j = 0; j < dim; j++) {
        row[j] = (float) random.nextGaussian();
      }
      directions.set(i, row);
    }
    directions.normalize();
    return directions;
  }

  /** Documents drawn at random, each moved by the same offset and a little noise. // (size, dim) */
  static Vectors shifted(Vectors documents, float[] offset, int size, SplittableRandom random) {
    Vectors queries = Vectors.allocate(size, documents.dim());
    for (int i = 0; i < size; i++) {
      float[] row = documents.row(random.nextInt(documents.size()));
      for (int j = 0; j < row.length; j++) {
        row[j] += offset[j] + .05f * (float) random.nextGaussian();
      }
      queries.set(i, row);
    }
    queries.normalize();
    return queries;
  }
}
