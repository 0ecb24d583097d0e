package dev.ehi.train.nn;

import dev.ehi.core.tree.Conditioning;
import dev.ehi.core.tree.Level;
import dev.ehi.core.tree.Residual;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Trees of random form and weights. */
final class RandomTrees {

  private RandomTrees() {}

  static Tree any(Random random) {
    int height = 1 + random.nextInt(4);
    int branching = 1 + random.nextInt(height == 4 ? 4 : 6);
    Conditioning[] conditionings = Conditioning.values();
    return of(
        new TreeShape(1 + random.nextInt(21), branching, height),
        conditionings[random.nextInt(conditionings.length)],
        random);
  }

  static Tree of(TreeShape shape, Conditioning conditioning, Random random) {
    int half = shape.dim() / 2;
    int rank = 1 + half + random.nextInt(shape.dim() - half);
    Optional<Vectors> projection =
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(vectors(rank, shape.dim(), .3f, random));
    int dim = projection.map(Vectors::size).orElse(shape.dim());
    List<Level> levels = new ArrayList<>();
    int nodes = 1;
    for (int h = 1; h <= shape.height(); h++) {
      boolean shared = conditioning == Conditioning.ONE_HOT;
      int in = dim + (shared ? (h - 1) * shape.branching() : 0);
      int rows = (shared ? 1 : nodes) * shape.branching();
      levels.add(
          new Level(residual(in, random), vectors(rows, in, 1, random), floats(rows, random)));
      nodes *= shape.branching();
    }
    return new Tree(shape, projection, conditioning, .5f + random.nextFloat(), levels);
  }

  private static Residual residual(int in, Random random) {
    int rank = 1 + random.nextInt(5);
    return switch (random.nextInt(3)) {
      case 0 -> new Residual.None();
      case 1 -> new Residual.Dense(vectors(in, in, .4f, random), floats(in, random));
      default ->
          new Residual.LowRank(
              vectors(rank, in, .6f, random), vectors(in, rank, .6f, random), floats(in, random));
    };
  }

  static Vectors vectors(int size, int dim, float scale, Random random) {
    Vectors vectors = Vectors.allocate(size, dim);
    for (int i = 0; i < size; i++) {
      float[] row = floats(dim, random);
      for (int j = 0; j < dim; j++) {
        row[j] *= scale;
      }
      vectors.set(i, row);
    }
    return vectors;
  }

  static float[] floats(int length, Random random) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
