package dev.ehi.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KMeansTest {

  @Randomized(times = 10)
  void wellSeparatedClustersAreFound(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int k = random.nextInt(2, 9);
    int dim = random.nextInt(32, 65);
    Vectors centers = RandomTrees.matrix(k, dim, random);
    centers.normalize();
    int[] truth = new int[k * 50];
    Vectors points = Vectors.allocate(truth.length, dim);
    for (int i = 0; i < truth.length; i++) {
      truth[i] = i < k ? i : random.nextInt(k);
      float[] point = centers.row(truth[i]);
      for (int j = 0; j < dim; j++) {
        point[j] += (float) (.0005 * random.nextGaussian());
      }
      points.set(i, point);
    }
    points.normalize();

    Vectors centroids = KMeans.centroids(points, k, KMeans.Config.seeded(seed), Progress.none());

    int[] found = KMeans.assign(points, centroids);
    for (int i = 0; i < truth.length; i++) {
      assertThat(found[i]).isEqualTo(found[truth[i]]);
    }
    assertThat(Arrays.stream(found).distinct().count()).isEqualTo(k);
  }

  @Randomized(times = 5)
  void theSameSeedGivesTheSameCentroids(long seed) {
    Vectors points = RandomTrees.matrix(3000, 7, new SplittableRandom(seed));
    points.normalize();
    KMeans.Config config = new KMeans.Config(5, 100, seed);

    float[] once = KMeans.centroids(points, 11, config, Progress.none()).toArray();

    assertThat(KMeans.centroids(points, 11, config, Progress.none()).toArray()).isEqualTo(once);
    for (int c = 0; c < 11; c++) {
      float[] row = Arrays.copyOfRange(once, c * 7, (c + 1) * 7);
      assertThat(DotProduct.scalar().dot(row, row)).isCloseTo(1, within(1e-5f));
    }
  }

  @Randomized(times = 5)
  void iterationsRaiseTheSimilarityToTheOwnCentroid(long seed) {
    Vectors points = RandomTrees.matrix(2000, 6, new SplittableRandom(seed));
    points.normalize();
    assertThat(meanSimilarity(points, 10, seed)).isGreaterThan(meanSimilarity(points, 0, seed));
  }

  @Test
  void asManyClustersAsPointsTakesEachPoint() {
    Vectors points = Vectors.of(new float[][] {{1, 0}, {0, 1}, {-1, 0}});
    Vectors centroids = KMeans.centroids(points, 3, KMeans.Config.seeded(1), Progress.none());
    assertThat(KMeans.assign(points, centroids)).doesNotHaveDuplicates();
  }

  @Test
  void equalPointsDoNotBreakIt() {
    Vectors points = Vectors.of(new float[][] {{1, 0}, {1, 0}, {1, 0}, {1, 0}});
    Vectors centroids = KMeans.centroids(points, 2, KMeans.Config.seeded(1), Progress.none());
    assertThat(centroids.toArray()).containsExactly(1, 0, 1, 0);
  }

  @Test
  void moreClustersThanPointsAreRefused() {
    Vectors points = Vectors.of(new float[][] {{1, 0}});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KMeans.centroids(points, 2, KMeans.Config.seeded(1), Progress.none()))
        .withMessageContaining("1 points cannot be split into 2 clusters");
  }

  private static double meanSimilarity(Vectors points, int iterations, long seed) {
    Vectors centroids =
        KMeans.centroids(points, 20, new KMeans.Config(iterations, 1000, seed), Progress.none());
    int[] cluster = KMeans.assign(points, centroids);
    double sum = 0;
    for (int i = 0; i < cluster.length; i++) {
      sum += DotProduct.scalar().dot(points.row(i), centroids.row(cluster[i]));
    }
    return sum / cluster.length;
  }
}
