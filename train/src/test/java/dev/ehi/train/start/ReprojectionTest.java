package dev.ehi.train.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.Conditioning;
import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.ResidualConfig;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReprojectionTest {
  private static final int DIM = 12;

  @Randomized(times = 10)
  void vectorsInTheSpanOfTheAxesAreRoutedAsBefore(long seed) {
    Random random = new Random(seed);
    Conditioning conditioning = Conditioning.values()[random.nextInt(2)];
    Tree tree = tree(random.nextBoolean() ? DIM : 7, conditioning, new ResidualConfig.None(), seed);
    int rank = 1 + random.nextInt(DIM);
    Vectors axes = PrincipalAxes.of(vectors(60, random), rank);
    for (int i = 0; i < rank; i++) {
      axes.set(i, TreeStart.scaled(axes.row(i), 1.5));
    }

    Tree changed = Reprojection.of(tree, axes).orElseThrow();

    assertThat(changed.levelShape().dim()).isEqualTo(rank);
    for (int trial = 0; trial < 20; trial++) {
      float[] inside = new float[DIM];
      for (int i = 0; i < rank; i++) {
        double share = random.nextGaussian();
        for (int j = 0; j < DIM; j++) {
          inside[j] += (float) (share * axes.row(i)[j]);
        }
      }
      double[] expected = logProbabilities(tree, inside);
      double[] actual = logProbabilities(changed, inside);
      for (int leaf = 0; leaf < expected.length; leaf++) {
        assertThat(actual[leaf])
            .isCloseTo(expected[leaf], within(1e-3 + 1e-4 * Math.abs(expected[leaf])));
      }
    }
  }

  @Test
  void aResidualIsNotLinear() {
    Tree tree = tree(7, Conditioning.PER_PARENT, new ResidualConfig.Dense(), 1);
    assertThat(Reprojection.of(tree, PrincipalAxes.of(vectors(60, new Random(1)), 5))).isEmpty();
  }

  @Test
  void axesOfOtherVectorsAreRefused() {
    Tree tree = tree(7, Conditioning.PER_PARENT, new ResidualConfig.None(), 1);
    assertThatThrownBy(() -> Reprojection.of(tree, Vectors.allocate(2, DIM + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dimension 13");
  }

  private static double[] logProbabilities(Tree tree, float[] vector) {
    double[] byLeaf = new double[tree.shape().leaves()];
    Arrays.fill(byLeaf, Double.NaN);
    LeafCursor leaves = tree.documentRouter().bestFirst(vector);
    for (int leaf = leaves.next(); leaf >= 0; leaf = leaves.next()) {
      byLeaf[leaf] = leaves.logProbability();
    }
    return byLeaf;
  }

  private static Tree tree(
      int projection, Conditioning conditioning, ResidualConfig residual, long seed) {
    IndexConfig.Learned config =
        new IndexConfig.Learned(
            4,
            2,
            projection,
            1000,
            1 << 14,
            0,
            conditioning,
            residual,
            IndexConfig.Start.KMEANS,
            .1,
            0);
    return TreeStart.of(config, vectors(200, new Random(seed)), seed, Progress.none());
  }

  private static Vectors vectors(int size, Random random) {
    Vectors vectors = Vectors.allocate(size, DIM);
    for (int i = 0; i < size; i++) {
      float[] row = new float[DIM];
      for (int j = 0; j < DIM; j++) {
        row[j] = (float) random.nextGaussian();
      }
      vectors.set(i, row);
    }
    vectors.normalize();
    return vectors;
  }
}
