package dev.ehi.train.loss;

import dev.ehi.core.tree.Conditioning;
import dev.ehi.core.tree.Level;
import dev.ehi.core.tree.Residual;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random trees and vectors to compute losses on. */
final class Trees {

  private Trees() {}

  static Tree random(int dim, int branching, int height, Random random) {
    List<Level> levels = new ArrayList<>();
    int parents = 1;
    for (int h = 0; h < height; h++) {
      int rows = parents * branching;
      Residual residual = new Residual.Dense(unitVectors(dim, dim, random), new float[dim]);
      levels.add(new Level(residual, unitVectors(rows, dim, random), new float[rows]));
      parents *= branching;
    }
    TreeShape shape = new TreeShape(dim, branching, height);
    return new Tree(shape, Conditioning.PER_PARENT, .5f, levels);
  }

  static Vectors unitVectors(int size, int dim, Random random) {
    Vectors vectors = Vectors.allocate(size, dim);
    float[] row = new float[dim];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < dim; j++) {
        row[j] = (float) random.nextGaussian();
      }
      vectors.set(i, row);
    }
    vectors.normalize();
    return vectors;
  }
}
