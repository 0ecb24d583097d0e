package dev.ehi.train.nn;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.Conditioning;
import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.testing.Native;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

@Native
class TorchIndexerTest {

  private static final Offset<Float> CLOSE = within(1e-4f);

  @Randomized(times = 25)
  void computesWhatTheRouterDoes(long seed) {
    Random random = new Random(seed);
    Tree tree = RandomTrees.any(random);
    TreeShape shape = tree.shape();
    int n = 1 + random.nextInt(7);
    Vectors vectors = RandomTrees.vectors(n, shape.dim(), 1, random);
    Router router = tree.documentRouter();
    try (TorchIndexer indexer = TorchIndexer.of(tree)) {
      Tensor u = Tensors.of(vectors);
      TorchIndexer.GreedyPath path = indexer.greedyPath(u);
      Vectors embedding = Tensors.vectors(path.embedding());
      long[] leaf = Tensors.longs(path.leaf());
      Vectors leaves = Tensors.vectors(indexer.leafLogProbabilities(u));
      Vectors probabilities = Tensors.vectors(indexer.leafProbabilities(u));
      for (int i = 0; i < n; i++) {
        float[] expected = new float[shape.height() * shape.branching()];
        router.pathEmbedding(vectors.row(i), expected);
        assertThat(embedding.row(i)).containsExactly(expected, CLOSE);
        assertThat(leaf[i]).isEqualTo(greedyLeaf(shape, expected));
        LeafCursor cursor = router.bestFirst(vectors.row(i));
        for (int l = cursor.next(); l >= 0; l = cursor.next()) {
          assertThat(leaves.get(i, l)).isCloseTo(cursor.logProbability(), within(1e-3f));
          assertThat(probabilities.get(i, l))
              .isCloseTo((float) Math.exp(cursor.logProbability()), CLOSE);
        }
      }
      assertThat(indexer.pathEmbedding(u).equal(path.embedding())).isTrue();
    }
  }

  @Randomized(times = 10)
  void someLeavesHaveTheProbabilitiesAndGradientsThatTheyHaveAmongAll(long seed) {
    Random random = new Random(seed);
    Tree tree = RandomTrees.any(random);
    int n = 1 + random.nextInt(5);
    int m = 1 + random.nextInt(7);
    long[] chosen = random.longs((long) n * m, 0, tree.shape().leaves()).toArray();
    try (TorchIndexer some = TorchIndexer.of(tree);
        TorchIndexer all = TorchIndexer.of(tree)) {
      Tensor u = Tensors.of(RandomTrees.vectors(n, tree.shape().dim(), 1, random));
      Tensor leaves = Tensors.of(chosen, n, m);
      Tensor expected = all.leafLogProbabilities(u).gather(1, leaves);
      Tensor found = some.leafLogProbabilities(u, leaves);
      assertThat(Tensors.floats(found)).containsExactly(Tensors.floats(expected), within(1e-3f));
      expected.sum().backward();
      found.sum().backward();
      all.parameters()
          .forEach(
              (name, tensor) ->
                  assertThat(Tensors.floats(requireNonNull(some.parameters().get(name)).grad()))
                      .as(name)
                      .containsExactly(Tensors.floats(tensor.grad()), within(1e-2f)));
    }
  }

  /** Reads the path from [p_H; ..; p_1]. */
  private static long greedyLeaf(TreeShape shape, float[] embedding) {
    long leaf = 0;
    for (int h = shape.height() - 1; h >= 0; h--) {
      int best = 0;
      for (int i = 1; i < shape.branching(); i++) {
        int from = h * shape.branching();
        best = embedding[from + i] > embedding[from + best] ? i : best;
      }
      leaf = leaf * shape.branching() + best;
    }
    return leaf;
  }

  @Randomized(times = 10)
  void givesTheTreeBack(long seed) {
    Tree tree = RandomTrees.any(new Random(seed));
    try (TorchIndexer indexer = TorchIndexer.of(tree)) {
      assertThat(indexer.toTree().id()).isEqualTo(tree.id());
    }
  }

  @Randomized(times = 10)
  void allParametersOfThePathGetAGradient(long seed) {
    Random random = new Random(seed);
    Tree tree = RandomTrees.of(new TreeShape(9, 3, 3), Conditioning.ONE_HOT, random);
    try (TorchIndexer indexer = TorchIndexer.of(tree)) {
      Tensor u = Tensors.of(RandomTrees.vectors(20, 9, 1, random));
      indexer.leafProbabilities(u).select(1, 0).mean().backward();
      indexer
          .parameters()
          .forEach(
              (name, tensor) ->
                  assertThat(tensor.grad().norm().item_double()).as(name).isGreaterThan(0));
    }
  }

  @Test
  void refusesMoreLeavesThanFitInMemory() {
    Tree tree = RandomTrees.of(new TreeShape(8, 16, 4), Conditioning.PER_PARENT, new Random(1));
    try (TorchIndexer indexer = TorchIndexer.of(tree)) {
      Tensor u = Tensors.of(Vectors.allocate(4096, 8));
      assertThatThrownBy(() -> indexer.leafLogProbabilities(u))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("65536 leaves")
          .hasMessageContaining("MiB")
          .hasMessageContaining("smaller batches");
      assertThat(indexer.pathEmbedding(u).size(1)).isEqualTo(64);
    }
  }
}
