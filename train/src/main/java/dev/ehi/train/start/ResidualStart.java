package dev.ehi.train.start;

import dev.ehi.core.tree.Residual;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.config.ResidualConfig;
import java.util.SplittableRandom;

/**
 * Residuals that change next to nothing at first: {@code U x} of a unit vector has a standard
 * deviation of {@value #DEVIATION} in each coordinate. At exactly zero the ReLU would pass no
 * gradient.
 */
final class ResidualStart {
  static final double DEVIATION = 0.001;

  private ResidualStart() {}

  static Residual of(ResidualConfig config, int inputDim, SplittableRandom random) {
    return switch (config) {
      case ResidualConfig.None() -> new Residual.None();
      case ResidualConfig.Dense() ->
          new Residual.Dense(gaussian(inputDim, inputDim, DEVIATION, random), new float[inputDim]);
      case ResidualConfig.LowRank(int rank) ->
          new Residual.LowRank(
              gaussian(rank, inputDim, 1 / Math.sqrt(rank), random),
              gaussian(inputDim, rank, DEVIATION, random),
              new float[inputDim]);
    };
  }

  static Vectors gaussian(int size, int dim, double deviation, SplittableRandom random) {
    Vectors vectors = Vectors.allocate(size, dim);
    float[] row = new float[dim];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < dim; j++) {
        row[j] = (float) (random.nextGaussian() * deviation);
      }
      vectors.set(i, row);
    }
    return vectors;
  }
}
