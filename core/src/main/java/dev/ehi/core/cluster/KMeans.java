package dev.ehi.core.cluster;

import dev.ehi.core.parallel.Parallel;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Spherical k-means: points belong to the centroid with the largest dot product, centroids are the
 * normalised sums of their points (Dhillon and Modha, 2001). Started by k-means++ (Arthur and
 * Vassilvitskii, 2007), seeded, and with the same result however many threads run it.
 */
public final class KMeans {

  private final DotProduct kernel = DotProduct.best();
  private final Vectors points;
  private final Vectors centroids;
  private final int[] cluster; // (points)
  private final float[] similarity; // (points) to the own centroid

  /**
   * @param iterations of assigning points and moving centroids, at most; fewer when nothing changes
   * @param pointsPerCentroid of larger sets, a random sample of this many times k is clustered
   * @param seed of sampling and start
   */
  public record Config(int iterations, int pointsPerCentroid, long seed) {
    public Config {
      if (iterations < 0 || pointsPerCentroid < 1) {
        throw new IllegalArgumentException(
            "k-means needs iterations >= 0 and at least one point a centroid, got %d and %d"
                .formatted(iterations, pointsPerCentroid));
      }
    }

    public static Config seeded(long seed) {
      return new Config(20, 256, seed);
    }
  }

  private KMeans(Vectors points, int k) {
    this.points = points;
    this.centroids = Vectors.allocate(k, points.dim());
    this.cluster = new int[points.size()];
    this.similarity = new float[points.size()];
  }

  /**
   * Finds centroids.
   *
   * @param points of length 1 // (n, dim)
   * @return centroids of length 1 // (k, dim)
   * @throws IllegalArgumentException if there are fewer points than centroids
   */
  public static Vectors centroids(Vectors points, int k, Config config, Progress progress) {
    if (k < 1 || k > points.size()) {
      throw new IllegalArgumentException(
          "%d points cannot be split into %d clusters; ask for between 1 and %d"
              .formatted(points.size(), k, points.size()));
    }
    SplittableRandom random = new SplittableRandom(config.seed());
    long most = (long) k * config.pointsPerCentroid();
    Vectors sample =
        points.size() <= most ? points : points.gather(sample(points.size(), (int) most, random));
    KMeans kMeans = new KMeans(sample, k);
    try (Progress.Task task = progress.start("k-means", config.iterations() + 1L, "iterations")) {
      kMeans.seed(random);
      task.advance(1);
      for (int i = 0; i < config.iterations(); i++) {
        boolean changed = kMeans.assign();
        kMeans.moveCentroids();
        task.advance(1);
        if (!changed) {
          break;
        }
      }
    }
    return kMeans.centroids;
  }

  /** The index of the centroid with the largest dot product, for every point. // (n) */
  public static int[] assign(Vectors points, Vectors centroids) {
    KMeans kMeans = new KMeans(points, centroids.size());
    for (int i = 0; i < centroids.size(); i++) {
      kMeans.centroids.set(i, centroids.row(i));
    }
    kMeans.assign();
    return kMeans.cluster;
  }

  private static int[] sample(int n, int count, SplittableRandom random) {
    int[] all = IntStream.range(0, n).toArray();
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i, n);
      int swap = all[i];
      all[i] = all[j];
      all[j] = swap;
    }
    int[] chosen = Arrays.copyOf(all, count);
    Arrays.sort(chosen);
    return chosen;
  }

  /** k-means++: each start is drawn with a probability that grows with its squared distance. */
  private void seed(SplittableRandom random) {
    Arrays.fill(similarity, -1);
    int chosen = random.nextInt(points.size());
    for (int c = 0; ; c++) {
      float[] centroid = points.row(chosen);
      centroids.set(c, centroid);
      if (c + 1 == centroids.size()) {
        return;
      }
      similarityTo(centroid);
      chosen = drawFarPoint(random);
    }
  }

  private void similarityTo(float[] centroid) {
    Parallel.blocks(
        points.size(),
        (from, to) -> {
          float[] scores = new float[to - from];
          kernel.rows(points.segment(), points.offset(from), to - from, centroid, scores);
          for (int i = from; i < to; i++) {
            similarity[i] = Math.max(similarity[i], scores[i - from]);
          }
        });
  }

  private int drawFarPoint(SplittableRandom random) {
    double total = 0;
    for (float s : similarity) {
      total += Math.max(0, 1 - s);
    }
    double left = random.nextDouble() * total;
    for (int i = 0; i < similarity.length; i++) {
      left -= Math.max(0, 1 - similarity[i]);
      if (left < 0) {
        return i;
      }
    }
    return random.nextInt(similarity.length);
  }

  /** Assigns every point to its centroid; true if any assignment changed. */
  private boolean assign() {
    int[] before = cluster.clone();
    Parallel.blocks(
        points.size(),
        (from, to) -> {
          float[] point = new float[points.dim()];
          float[] scores = new float[centroids.size()];
          for (int i = from; i < to; i++) {
            points.get(i, point);
            kernel.rows(centroids.segment(), 0, centroids.size(), point, scores);
            cluster[i] = argMax(scores);
            similarity[i] = scores[cluster[i]];
          }
        });
    return !Arrays.equals(before, cluster);
  }

  private void moveCentroids() {
    int dim = points.dim();
    double[][] sums = new double[centroids.size()][dim];
    int[] sizes = new int[centroids.size()];
    float[] point = new float[dim];
    for (int i = 0; i < points.size(); i++) {
      points.get(i, point);
      double[] sum = sums[cluster[i]];
      for (int j = 0; j < dim; j++) {
        sum[j] += point[j];
      }
      sizes[cluster[i]]++;
    }
    for (int c = 0; c < sizes.length; c++) {
      if (sizes[c] == 0) {
        restart(c, sizes);
      } else {
        float[] centroid = new float[dim];
        for (int j = 0; j < dim; j++) {
          centroid[j] = (float) (sums[c][j] / sizes[c]);
        }
        Vectors.normalize(centroid);
        centroids.set(c, centroid);
      }
    }
  }

  /** An empty cluster starts anew at the point of the largest cluster that fits there worst. */
  private void restart(int empty, int[] sizes) {
    int largest = 0;
    for (int c = 0; c < sizes.length; c++) {
      if (sizes[c] > sizes[largest]) {
        largest = c;
      }
    }
    int worst = -1;
    for (int i = 0; i < cluster.length; i++) {
      if (cluster[i] == largest && (worst < 0 || similarity[i] < similarity[worst])) {
        worst = i;
      }
    }
    centroids.set(empty, points.row(worst));
    cluster[worst] = empty;
    sizes[largest]--;
    sizes[empty]++;
  }

  private static int argMax(float[] scores) {
    int best = 0;
    for (int c = 1; c < scores.length; c++) {
      if (scores[c] > scores[best]) {
        best = c;
      }
    }
    return best;
  }
}
