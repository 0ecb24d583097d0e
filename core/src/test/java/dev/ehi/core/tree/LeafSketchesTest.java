package dev.ehi.core.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.vector.Vectors;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against sums over single components. */
class LeafSketchesTest {

  private static Vectors directions(int size, int dim, SplittableRandom random) {
    Vectors directions = RandomTrees.matrix(size, dim, random);
    directions.normalize();
    return directions;
  }

  private static float[] direction(int dim, SplittableRandom random) {
    return directions(1, dim, random).row(0);
  }

  private static double[] centre(Vectors means) {
    double[] centre = new double[means.dim()];
    for (int leaf = 0; leaf < means.size(); leaf++) {
      for (int j = 0; j < centre.length; j++) {
        centre[j] += means.get(leaf, j) / (double) means.size();
      }
    }
    return centre;
  }

  /** What a sketch stands for: as far from the centre in each component, on the right side. */
  private static double[] seen(Vectors means, int leaf) {
    double[] centre = centre(means);
    double squares = 0;
    double absolutes = 0;
    for (int j = 0; j < centre.length; j++) {
      double residual = means.get(leaf, j) - centre[j];
      squares += residual * residual;
      absolutes += Math.abs(residual);
    }
    double[] seen = new double[centre.length];
    for (int j = 0; j < seen.length; j++) {
      double residual = means.get(leaf, j) - centre[j];
      seen[j] = centre[j] + Math.signum(residual) * squares / absolutes;
    }
    return seen;
  }

  private static double[] exact(Vectors means, int leaf) {
    return IntStream.range(0, means.dim()).mapToDouble(j -> means.get(leaf, j)).toArray();
  }

  private static double dot(float[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(j -> a[j] * b[j]).sum();
  }

  private static float[] dots(LeafSketches sketches, float[] query) {
    float[] dots = new float[sketches.leaves()];
    sketches.estimates(query).dots(IntStream.range(0, dots.length).toArray(), dots.length, dots);
    return dots;
  }

  /** What rounding each component of a query to one of 16 numbers can change. */
  private static double rounding(float[] query, double factor) {
    double least = IntStream.range(0, query.length).mapToDouble(j -> query[j]).min().orElseThrow();
    double most = IntStream.range(0, query.length).mapToDouble(j -> query[j]).max().orElseThrow();
    return (most - least) / 15 / 2 * query.length * Math.abs(factor);
  }

  @Randomized(times = 30)
  void estimatesAreDotProductsWithWhatTheSketchStandsFor(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = random.nextInt(2, 200);
    Vectors means = directions(random.nextInt(2, 20), dim, random);
    LeafSketches sketches = LeafSketches.of(means);
    float[] query = direction(dim, random);
    float[] dots = dots(sketches, query);
    float[] factors = sketches.factors();
    for (int leaf = 0; leaf < means.size(); leaf++) {
      assertThat((double) dots[leaf])
          .isCloseTo(dot(query, seen(means, leaf)), within(rounding(query, factors[leaf]) + 1e-5));
    }
  }

  /** A query that needs no rounding: its components are among 16 numbers. */
  @Randomized(times = 30)
  void estimatesAreExactlyThatWhereTheQueryNeedsNoRounding(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = random.nextInt(2, 200);
    Vectors means = directions(random.nextInt(2, 20), dim, random);
    float[] query = new float[dim];
    for (int j = 0; j < dim; j++) {
      query[j] = (random.nextInt(16) - 8) / 64f;
    }
    query[0] = -8 / 64f;
    query[1] = 7 / 64f;
    float[] dots = dots(LeafSketches.of(means), query);
    for (int leaf = 0; leaf < means.size(); leaf++) {
      assertThat((double) dots[leaf]).isCloseTo(dot(query, seen(means, leaf)), within(1e-4));
    }
  }

  /** Over random directions, errors cancel out. */
  @Randomized(times = 3)
  void estimatesAreWithoutBias(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = random.nextInt(64, 200);
    Vectors means = directions(200, dim, random);
    LeafSketches sketches = LeafSketches.of(means);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 100; i++) {
      float[] query = direction(dim, random);
      float[] dots = dots(sketches, query);
      for (int leaf = 0; leaf < dots.length; leaf++) {
        double error = dots[leaf] - dot(query, exact(means, leaf));
        sum += error;
        squares += error * error;
      }
    }
    double deviation = Math.sqrt(squares / 20_000);
    assertThat(sum / 20_000).isCloseTo(0, within(deviation / 10));
    assertThat(deviation * Math.sqrt(dim)).as("sqrt(pi / 2 - 1) is .76").isBetween(.7, .85);
  }

  @Randomized(times = 20)
  void promisingLeavesAreEstimatedToBeOfInterest(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = random.nextInt(8, 100);
    LeafSketches sketches = LeafSketches.of(directions(200, dim, random));
    float[] query = direction(dim, random);
    float[] dots = dots(sketches, query);
    int[] leaves = random.ints(100, 0, 200).toArray();
    float least = dots[leaves[0]];
    int[] expected = Arrays.stream(leaves).filter(leaf -> dots[leaf] >= least).toArray();
    LeafEstimates estimates = sketches.estimates(query);
    int[] moved = leaves.clone();
    int count = estimates.promising(moved, leaves.length, least);
    assertThat(Arrays.copyOf(moved, count)).isEqualTo(expected);
    assertThat(estimates.cost()).isEqualTo(100 / 4.);
  }

  @Test
  void nothingIsEstimatedWhereAllAreOfInterest() {
    LeafSketches sketches = LeafSketches.of(directions(3, 5, new SplittableRandom(1)));
    LeafEstimates estimates = sketches.estimates(new float[] {1, 0, 0, 0, 0});
    int[] leaves = {2, 0, 1};
    assertThat(estimates.promising(leaves, 3, Float.NEGATIVE_INFINITY)).isEqualTo(3);
    assertThat(leaves).containsExactly(2, 0, 1);
    assertThat(estimates.cost()).isZero();
  }

  @Test
  void aLeafWithoutAMeanLooksLikeTheCentre() {
    Vectors means = Vectors.of(new float[][] {{1, 0}, {0, 0}, {.6f, .8f}});
    float[] dots = dots(LeafSketches.of(means), new float[] {0, 1});
    assertThat(dots[1]).isCloseTo(.4f, within(1e-6f));
  }

  @Test
  void refusesWhatDoesNotFit() {
    float[] centre = new float[70];
    assertThatThrownBy(() -> LeafSketches.of(centre, new long[3], new float[2]))
        .hasMessage("3 numbers of 64 bits are not 2 sketches of 70 components");
    assertThatThrownBy(() -> LeafSketches.of(centre, new long[] {-1, 64}, new float[1]))
        .hasMessage("the sketch of leaf 0 has bits past component 69");
    float[] infinite = {Float.POSITIVE_INFINITY};
    assertThatThrownBy(() -> LeafSketches.of(centre, new long[2], infinite))
        .hasMessageContaining("not finite");
    LeafSketches two = LeafSketches.of(centre, new long[4], new float[2]);
    assertThatThrownBy(() -> two.estimates(new float[69])).hasMessageContaining("dimension 69");
    LeafLinks three = LeafLinks.of(1, new int[] {1, 2, 0});
    assertThatThrownBy(() -> three.withSketches(two))
        .hasMessage("sketches of 2 leaves are not for links between 3");
    LeafLinks links = LeafLinks.of(1, new int[] {1, 0}).withSketches(two);
    Tree tree = RandomTrees.shared(new TreeShape(3, 2, 1), new SplittableRandom(1));
    assertThatThrownBy(() -> tree.withLinks(links)).hasMessageContaining("dimension 70");
  }
}
