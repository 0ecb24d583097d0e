package dev.ehi.train.start;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Conditioning;
import dev.ehi.core.tree.Level;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.sample.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Builds the tree that training starts from. The softmax has temperature 1; a start temperature t
 * is folded into the weights, {@code W = centroids / t}. A projection starts as the principal axes
 * of the documents.
 */
public final class TreeStart {
  private static final int ITERATIONS = 15;
  private static final int POINTS_PER_CENTROID = 128;

  private final IndexConfig.Learned config;
  private final Optional<Vectors> projection; // (rank, vectors' dim)
  private final TreeShape shape; // as the levels see it
  private final Vectors documents; // (documents, dim) as the levels see them
  private final double temperature;
  private final long seed;
  private final SplittableRandom random;
  private final Progress progress;

  private TreeStart(IndexConfig.Learned config, Vectors documents, long seed, Progress progress) {
    this.config = config;
    double scale = scale(config, documents.dim());
    this.projection = projection(config, documents, scale);
    this.documents =
        projection.map(axes -> PrincipalAxes.project(documents, axes)).orElse(documents);
    this.shape = new TreeShape(this.documents.dim(), config.branching(), config.height());
    this.temperature = temperature(config, documents.dim());
    this.seed = seed;
    this.random = Seeds.random(seed, Seeds.Purpose.KMEANS, 0);
    this.progress = progress;
  }

  /**
   * The start that a configuration asks for.
   *
   * @param config with a layout that is not open
   * @param documents of length 1 // (documents, dim)
   * @throws IllegalArgumentException if there are fewer documents than branches
   */
  public static Tree of(
      IndexConfig.Learned config, Vectors documents, long seed, Progress progress) {
    TreeStart start = new TreeStart(config, documents, seed, progress);
    start.requireEnoughDocuments();
    List<Level> levels =
        switch (config.start()) {
          case RANDOM -> start.randomLevels();
          case KMEANS ->
              config.conditioning() == Conditioning.PER_PARENT
                  ? start.hierarchicalLevels()
                  : start.residualLevels();
        };
    return new Tree(
        start.shape.withDim(documents.dim()), start.projection, config.conditioning(), 1, levels);
  }

  private static Optional<Vectors> projection(
      IndexConfig.Learned config, Vectors documents, double scale) {
    if (!isProjected(config, documents.dim())) {
      return Optional.empty();
    }
    Vectors axes = PrincipalAxes.of(documents, config.projection());
    for (int i = 0; i < axes.size(); i++) {
      axes.set(i, scaled(axes.row(i), scale));
    }
    return Optional.of(axes);
  }

  /**
   * The length of the axes: the one at which the entries of projection and weights have about the
   * same size, so that one learning rate suits both.
   */
  private static double scale(IndexConfig.Learned config, int dim) {
    return isProjected(config, dim)
        ? Math.sqrt(Math.sqrt((double) dim / config.projection()) / config.startTemperature())
        : 1;
  }

  /** By which cosines are divided, as the levels see vectors. */
  static double temperature(IndexConfig.Learned config, int dim) {
    return config.startTemperature() * scale(config, dim);
  }

  private static boolean isProjected(IndexConfig.Learned config, int dim) {
    return config.projection() < dim;
  }

  /** Flat k-means lists, without anything to learn. */
  public static Tree lists(Vectors documents, int leaves, long seed, Progress progress) {
    return Tree.ofCentroids(KMeans.centroids(documents, leaves, kmeans(seed), progress), 1);
  }

  private void requireEnoughDocuments() {
    if (documents.size() < shape.branching()) {
      throw new IllegalArgumentException(
          "%d documents cannot fill %d branches; set index.branching to at most %d"
              .formatted(documents.size(), shape.branching(), documents.size()));
    }
  }

  private List<Level> randomLevels() {
    List<Level> levels = new ArrayList<>();
    for (int h = 1; h <= shape.height(); h++) {
      int rows = rows(h);
      double deviation = 1 / temperature / Math.sqrt(shape.dim());
      levels.add(
          level(ResidualStart.gaussian(rows, inputDim(h), deviation, random), new float[rows]));
    }
    return levels;
  }

  /** Hierarchical k-means: the documents of each node are clustered into its children. */
  private List<Level> hierarchicalLevels() {
    NodeClustering clustering =
        new NodeClustering(documents, shape.branching(), temperature, seed, random);
    List<Level> levels = new ArrayList<>();
    int[][] nodes = {IntStream.range(0, documents.size()).toArray()};
    for (int h = 1; h <= shape.height(); h++) {
      NodeClustering.Children children = clustering.below(nodes, h);
      levels.add(level(children.weight(), new float[rows(h)]));
      nodes = children.members();
    }
    return levels;
  }

  /**
   * Residual quantisation (Jegou et al., 2011), which shared weights with one-hots express exactly:
   * level h clusters what the centroids of the path leave of a vector, {@code r = u - sum_g
   * c_{g,i_g}}, and its logits {@code c_{h,i} . r / t} are linear in {@code [onehots; u]}.
   */
  private List<Level> residualLevels() {
    List<Level> levels = new ArrayList<>();
    List<Vectors> path = new ArrayList<>(); // centroids of the levels above, each (branching, dim)
    Vectors residuals = documents.gather(IntStream.range(0, documents.size()).toArray());
    for (int h = 1; h <= shape.height(); h++) {
      Vectors directions = residuals.gather(IntStream.range(0, residuals.size()).toArray());
      directions.normalize();
      Vectors centroids =
          KMeans.centroids(directions, shape.branching(), kmeans(seed + h - 1), progress);
      Vectors steps = subtractMeans(residuals, KMeans.assign(directions, centroids));
      levels.add(level(oneHotWeight(h, centroids, path), new float[shape.branching()]));
      path.add(steps);
    }
    return levels;
  }

  /** Subtracts from each row the mean of its cluster. Returns the means. // (branching, dim) */
  private Vectors subtractMeans(Vectors rows, int[] cluster) {
    int dim = shape.dim();
    double[][] sums = new double[shape.branching()][dim];
    int[] sizes = new int[shape.branching()];
    for (int i = 0; i < rows.size(); i++) {
      float[] row = rows.row(i);
      for (int j = 0; j < dim; j++) {
        sums[cluster[i]][j] += row[j];
      }
      sizes[cluster[i]]++;
    }
    Vectors means = Vectors.allocate(shape.branching(), dim);
    for (int c = 0; c < sizes.length; c++) {
      float[] mean = new float[dim];
      for (int j = 0; j < dim; j++) {
        mean[j] = (float) (sums[c][j] / Math.max(1, sizes[c]));
      }
      means.set(c, mean);
    }
    for (int i = 0; i < rows.size(); i++) {
      float[] row = rows.row(i);
      float[] mean = means.row(cluster[i]);
      for (int j = 0; j < dim; j++) {
        row[j] -= mean[j];
      }
      rows.set(i, row);
    }
    return means;
  }

  /** // (branching, (h - 1) * branching + dim) */
  private Vectors oneHotWeight(int h, Vectors centroids, List<Vectors> path) {
    Vectors weight = Vectors.allocate(shape.branching(), inputDim(h));
    for (int i = 0; i < shape.branching(); i++) {
      float[] centroid = scaled(centroids.row(i), 1 / temperature);
      float[] row = new float[inputDim(h)];
      int at = 0;
      for (Vectors above : path) {
        for (int j = 0; j < shape.branching(); j++) {
          row[at++] = -dot(centroid, above.row(j));
        }
      }
      System.arraycopy(centroid, 0, row, at, centroid.length);
      weight.set(i, row);
    }
    return weight;
  }

  private Level level(Vectors weight, float[] bias) {
    return new Level(ResidualStart.of(config.residual(), weight.dim(), random), weight, bias);
  }

  private int rows(int h) {
    return switch (config.conditioning()) {
      case ONE_HOT -> shape.branching();
      case PER_PARENT -> shape.nodes(h);
    };
  }

  private int inputDim(int h) {
    return switch (config.conditioning()) {
      case ONE_HOT -> (h - 1) * shape.branching() + shape.dim();
      case PER_PARENT -> shape.dim();
    };
  }

  static KMeans.Config kmeans(long seed) {
    return new KMeans.Config(ITERATIONS, POINTS_PER_CENTROID, seed);
  }

  static float[] scaled(float[] vector, double factor) {
    float[] scaled = vector.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= (float) factor;
    }
    return scaled;
  }

  private static float dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return (float) sum;
  }
}
