package dev.ehi.core.tree;

import dev.ehi.core.vector.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Trees and vectors with random weights. */
public final class RandomTrees {

  private RandomTrees() {}

  /** A tree of any small shape, conditioning and residual. */
  public static Tree any(SplittableRandom random) {
    TreeShape shape =
        new TreeShape(random.nextInt(1, 40), random.nextInt(1, 6), random.nextInt(1, 5));
    return of(shape, random);
  }

  /**
   * A tree of the given shape, with random projection, conditioning, residual and temperature,
   * every other one with weights of their own for queries, every other one with links.
   */
  public static Tree of(TreeShape shape, SplittableRandom random) {
    Conditioning conditioning = Conditioning.values()[random.nextInt(2)];
    float temperature = .2f + random.nextFloat();
    Tree tree = of(shape, conditioning, temperature, random);
    if (random.nextBoolean()) {
      tree = tree.withQueries(of(shape, conditioning, temperature, random));
    }
    return random.nextBoolean() ? tree : tree.withLinks(links(shape, random));
  }

  /** Links of each leaf to some others, in any order, every other time with sketches. */
  public static LeafLinks links(TreeShape shape, SplittableRandom random) {
    LeafLinks links = links(shape.leaves(), random);
    return random.nextBoolean()
        ? links
        : links.withSketches(LeafSketches.of(directions(shape.leaves(), shape.dim(), random)));
  }

  private static LeafLinks links(int leaves, SplittableRandom random) {
    int most = random.nextInt(1, 6);
    int[] links = new int[leaves * most];
    Arrays.fill(links, -1);
    for (int leaf = 0; leaf < leaves; leaf++) {
      int from = leaf;
      int[] others =
          random
              .ints(random.nextInt(most + 1), 0, leaves)
              .filter(other -> other != from)
              .distinct()
              .toArray();
      System.arraycopy(others, 0, links, leaf * most, others.length);
    }
    return LeafLinks.of(most, links);
  }

  /** A tree whose queries are routed as documents. */
  public static Tree shared(TreeShape shape, SplittableRandom random) {
    return of(shape, Conditioning.values()[random.nextInt(2)], .2f + random.nextFloat(), random);
  }

  private static Tree of(
      TreeShape shape, Conditioning conditioning, float temperature, SplittableRandom random) {
    Optional<Vectors> projection =
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(directions(random.nextInt(1, shape.dim() + 1), shape.dim(), random));
    TreeShape inner = projection.map(rows -> shape.withDim(rows.size())).orElse(shape);
    List<Level> levels = new ArrayList<>();
    for (int h = 1; h <= shape.height(); h++) {
      int in = conditioning.inputDim(inner, h);
      int rows = conditioning.parents(inner, h) * shape.branching();
      levels.add(new Level(residual(in, random), matrix(rows, in, random), row(rows, random)));
    }
    return new Tree(shape, projection, conditioning, temperature, levels);
  }

  private static Vectors directions(int size, int dim, SplittableRandom random) {
    Vectors directions = matrix(size, dim, random);
    directions.normalize();
    return directions;
  }

  public static Vectors matrix(int size, int dim, SplittableRandom random) {
    Vectors matrix = Vectors.allocate(size, dim);
    for (int i = 0; i < size; i++) {
      matrix.set(i, row(dim, random));
    }
    return matrix;
  }

  public static float[] row(int dim, SplittableRandom random) {
    float[] values = new float[dim];
    for (int i = 0; i < dim; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static Residual residual(int in, SplittableRandom random) {
    int rank = random.nextInt(1, in + 1);
    return switch (random.nextInt(3)) {
      case 0 -> new Residual.None();
      case 1 -> new Residual.Dense(matrix(in, in, random), row(in, random));
      default ->
          new Residual.LowRank(matrix(rank, in, random), matrix(in, rank, random), row(in, random));
    };
  }
}
