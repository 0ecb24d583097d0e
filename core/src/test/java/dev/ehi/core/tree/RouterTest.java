package dev.ehi.core.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.vector.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Routing against {@link ReferenceRouting}. */
class RouterTest {

  private static final float TOLERANCE = 2e-3f;

  @Randomized
  void bestFirstGivesEveryLeafInOrderOfItsProbability(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.any(random);
    float[] u = RandomTrees.row(tree.shape().dim(), random);
    double[] expected = ReferenceRouting.leafLogProbabilities(tree, u);

    LeafCursor cursor = tree.documentRouter().bestFirst(u);
    boolean[] seen = new boolean[expected.length];
    float last = Float.POSITIVE_INFINITY;
    for (int leaf = cursor.next(); leaf >= 0; leaf = cursor.next()) {
      assertThat(seen[leaf]).isFalse();
      seen[leaf] = true;
      assertThat(cursor.logProbability()).isLessThanOrEqualTo(last);
      last = cursor.logProbability();
      assertThat((double) last)
          .isCloseTo(expected[leaf], within(TOLERANCE * (1 + Math.abs(expected[leaf]))));
    }
    assertThat(seen).doesNotContain(false);
  }

  @Randomized
  void beamKeepsTheBestNodesOfEachLevel(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.any(random);
    float[] u = RandomTrees.row(tree.shape().dim(), random);
    int width = random.nextInt(1, 6);

    List<Integer> leaves = drain(tree.documentRouter().beam(u, width));

    assertThat(leaves).isEqualTo(ReferenceRouting.beam(tree, u, width));
  }

  @Randomized
  void aWideBeamIsBestFirst(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.any(random);
    float[] u = RandomTrees.row(tree.shape().dim(), random);
    Router router = tree.documentRouter();

    List<Integer> all = drain(router.bestFirst(u));

    assertThat(drain(router.beam(u, tree.shape().leaves()))).isEqualTo(all);
    assertThat(router.leaf(u)).isEqualTo(all.getFirst());
  }

  @Randomized(times = 50)
  void withinAGapOrASurprisalLieTheLeavesThatBestFirstGivesBefore(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.any(random);
    float[] u = RandomTrees.row(tree.shape().dim(), random);
    Router router = tree.documentRouter();
    List<Integer> leaves = new ArrayList<>();
    List<Float> logProbabilities = new ArrayList<>();
    LeafCursor cursor = router.bestFirst(u);
    for (int leaf = cursor.next(); leaf >= 0; leaf = cursor.next()) {
      leaves.add(leaf);
      logProbabilities.add(cursor.logProbability());
    }
    double whole = router.cost();
    int count = random.nextInt(1, leaves.size() + 1);
    double last = logProbabilities.getFirst() - logProbabilities.get(count - 1);
    double beyond =
        count == leaves.size()
            ? last + 1
            : logProbabilities.getFirst() - logProbabilities.get(count);
    if (beyond - last < 1e-4) {
      return; // no gap lies between them for certain
    }

    double best = logProbabilities.getFirst();
    for (RankedLeaves reached :
        List.of(
            router.within(u, (last + beyond) / 2), router.upTo(u, (last + beyond) / 2 - best))) {
      assertThat(reached.size()).isEqualTo(count);
      assertThat(IntStream.range(0, count).mapToObj(reached::leaf))
          .containsExactlyInAnyOrderElementsOf(leaves.subList(0, count));
      for (int rank = 0; rank < count; rank++) {
        assertThat(reached.logProbability(rank))
            .isCloseTo(logProbabilities.get(rank), within(1e-4f));
      }
      assertThat(IntStream.range(0, count).mapToObj(reached::logProbability))
          .isSortedAccordingTo(Comparator.reverseOrder());
      assertThat(router.cost()).isLessThanOrEqualTo(whole);
    }
    double tooFew = -best * random.nextDouble(.99);
    assertThat(router.upTo(u, tooFew).leaf(0)).isEqualTo(leaves.getFirst());
    if (best < -1e-3) { // looked for in vain, which costs something, too
      double inVain = router.cost();
      router.bestFirst(u).next();
      assertThat(inVain).isGreaterThan(router.cost());
    }
  }

  @Randomized(times = 50)
  void nearlyUpToASurprisalNoLeavesOfImprobableNodesAreFound(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.any(random);
    TreeShape shape = tree.shape();
    float[] u = RandomTrees.row(shape.dim(), random);
    Router router = tree.documentRouter();
    double[] probabilities = new double[shape.leaves()];
    LeafCursor cursor = router.bestFirst(u);
    for (int leaf = cursor.next(); leaf >= 0; leaf = cursor.next()) {
      probabilities[leaf] = Math.exp(cursor.logProbability());
    }
    double nats = random.nextDouble(12);
    double ofNode = nats - Math.log(shape.branching()) / 2;
    Set<Integer> expected = new TreeSet<>();
    for (int leaf = 0; leaf < shape.leaves(); leaf++) {
      double surprisal = -Math.log(probabilities[leaf]);
      boolean isFound = surprisal <= nats;
      boolean isClear = Math.abs(surprisal - nats) > 1e-3;
      for (int below = shape.branching(); below < shape.leaves(); below *= shape.branching()) {
        int from = leaf / below * below;
        double node = -Math.log(Arrays.stream(probabilities, from, from + below).sum());
        isFound &= node <= ofNode;
        isClear &= Math.abs(node - ofNode) > 1e-3;
      }
      if (!isClear) {
        return;
      }
      if (isFound) {
        expected.add(leaf);
      }
    }

    RankedLeaves found = router.nearlyUpTo(u, nats);

    assertThat(router.upTo(u, nats).size()).isGreaterThanOrEqualTo(found.size());
    if (expected.isEmpty()) {
      expected.add(router.bestFirst(u).next());
    }
    assertThat(IntStream.range(0, found.size()).mapToObj(found::leaf))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Randomized
  void pathEmbeddingHoldsTheBranchProbabilitiesOfTheGreedyPath(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.any(random);
    TreeShape shape = tree.shape();
    float[] u = RandomTrees.row(shape.dim(), random);
    float[] embedding = new float[shape.height() * shape.branching()];

    tree.documentRouter().pathEmbedding(u, embedding);

    int[] path = new int[shape.height()];
    for (int h = 1; h <= shape.height(); h++) {
      double[] logits = ReferenceRouting.branchLogProbabilities(tree, u, path, h);
      int at = (shape.height() - h) * shape.branching();
      for (int i = 0; i < logits.length; i++) {
        assertThat((double) embedding[at + i])
            .isCloseTo(Math.exp(logits[i]), within((double) TOLERANCE));
        if (logits[i] > logits[path[h - 1]]) {
          path[h - 1] = i;
        }
      }
    }
  }

  @Test
  void costCountsTheRouterOnceAndTheNodesThatAreExpanded() {
    SplittableRandom random = new SplittableRandom(1);
    int dim = 8;
    int branching = 4;
    Residual dense = new Residual.Dense(RandomTrees.matrix(dim, dim, random), new float[dim]);
    Level first = new Level(dense, RandomTrees.matrix(4, dim, random), new float[4]);
    Level second =
        new Level(new Residual.None(), RandomTrees.matrix(16, dim, random), new float[16]);
    Tree tree =
        new Tree(
            new TreeShape(dim, branching, 2), Conditioning.PER_PARENT, 1, List.of(first, second));
    Router router = tree.documentRouter();

    drain(router.beam(RandomTrees.row(dim, random), 2));

    assertThat(router.cost()).isEqualTo(dim + 4 + 2 * 4);
  }

  @Test
  void aProjectionIsPaidOnceAndMakesEveryChildCheaper() {
    SplittableRandom random = new SplittableRandom(2);
    Level level = new Level(new Residual.None(), RandomTrees.matrix(20, 2, random), new float[20]);
    Tree tree =
        new Tree(
            new TreeShape(8, 20, 1),
            Optional.of(RandomTrees.matrix(2, 8, random)),
            Conditioning.PER_PARENT,
            1,
            List.of(level));
    Router router = tree.documentRouter();

    drain(router.bestFirst(RandomTrees.row(8, random)));

    assertThat(router.cost()).isEqualTo(2 + 20 * 2 / 8.);
  }

  @Test
  void aProjectionMustFitTheVectors() {
    SplittableRandom random = new SplittableRandom(3);
    Level level = new Level(new Residual.None(), RandomTrees.matrix(4, 2, random), new float[4]);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Tree(
                    new TreeShape(8, 4, 1),
                    Optional.of(RandomTrees.matrix(2, 7, random)),
                    Conditioning.PER_PARENT,
                    1,
                    List.of(level)))
        .withMessage("a projection for dimension 8 cannot have shape (2, 7)");
  }

  @Test
  void centroidsAttractTheirNeighbours() {
    Vectors centroids = Vectors.of(new float[][] {{1, 0}, {0, 1}, {-1, 0}});
    Router router = Tree.ofCentroids(centroids, .1f).documentRouter();
    assertThat(router.leaf(new float[] {.1f, .9f})).isEqualTo(1);
    assertThat(router.leaf(new float[] {-.9f, .1f})).isEqualTo(2);
    assertThat(drain(router.bestFirst(new float[] {.6f, .8f}))).containsExactly(1, 0, 2);
  }

  @Test
  void aSingleLeafTakesEverything() {
    Router router = Tree.single(3).documentRouter();
    assertThat(router.leaf(new float[] {1, 2, 3})).isZero();
    assertThat(drain(router.beam(new float[3], 7))).containsExactly(0);
  }

  /** The likelier node is seen first, and has a leaf as probable as the only one of the other. */
  @Test
  void ofEquallyProbableLeavesTheFirstTakesADocument() {
    float[] u = {1};
    boolean areEqual = false;
    for (float bias = -1e-6f; !areEqual && bias < 1e-6f; bias += 1e-8f) {
      Router router = twoNodes(bias).documentRouter();
      LeafCursor cursor = router.bestFirst(u);
      int first = cursor.next();
      float highest = cursor.logProbability();
      cursor.next();
      areEqual = cursor.logProbability() == highest;
      assertThat(router.leaf(u)).isEqualTo(first);
      assertThat(areEqual && first != 0).isFalse();
    }
    assertThat(areEqual).isTrue();
  }

  /** One of probability 1/3 with one leaf, one of 2/3 with two that are about as probable. */
  private static Tree twoNodes(float bias) {
    float sure = 200; // so that the other branch has a probability of 0
    return new Tree(
        new TreeShape(1, 2, 2),
        Optional.empty(),
        Conditioning.PER_PARENT,
        1,
        List.of(
            level(new float[] {0, (float) Math.log(2)}), level(new float[] {sure, 0, bias, 0})));
  }

  private static Level level(float[] bias) {
    return new Level(new Residual.None(), Vectors.of(new float[bias.length][1]), bias);
  }

  @Test
  void vectorsOfAnotherDimensionAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tree.single(3).documentRouter().leaf(new float[4]))
        .withMessage("a tree for dimension 3 cannot route a vector of dimension 4");
  }

  private static List<Integer> drain(LeafCursor cursor) {
    List<Integer> leaves = new ArrayList<>();
    for (int leaf = cursor.next(); leaf >= 0; leaf = cursor.next()) {
      leaves.add(leaf);
    }
    return leaves;
  }

  @Randomized
  void queriesAreRoutedByWeightsOfTheirOwn(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Vectors centroids = RandomTrees.matrix(5, 7, random);
    Tree documents = Tree.ofCentroids(RandomTrees.matrix(5, 7, random), 1);
    Tree queries = Tree.ofCentroids(centroids, 1);
    Tree tree = documents.withQueries(queries);
    float[] u = RandomTrees.row(7, random);
    assertThat(tree.documentRouter().leaf(u)).isEqualTo(documents.documentRouter().leaf(u));
    assertThat(tree.queryRouter().leaf(u)).isEqualTo(queries.documentRouter().leaf(u));
    assertThat(tree.id()).isNotEqualTo(documents.id());
  }

  @Test
  void weightsForQueriesHaveTheTreesShape() {
    Tree tree = Tree.single(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tree.withQueries(Tree.single(4)))
        .withMessageContaining("cannot be routed");
    Tree own = tree.withQueries(Tree.single(3));
    assertThatIllegalArgumentException().isThrownBy(() -> tree.withQueries(own));
  }
}
