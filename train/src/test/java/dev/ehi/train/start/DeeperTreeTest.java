package dev.ehi.train.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.Conditioning;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.ResidualConfig;
import dev.ehi.train.mining.LeafMap;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeeperTreeTest {
  private static final int DIM = 12;

  @Randomized(times = 5)
  void splitsTheDocumentsOfEachLeaf(long seed) {
    Random random = new Random(seed);
    Vectors documents = documents(400, random);
    int projection = random.nextBoolean() ? DIM : 6;
    IndexConfig.Learned config = config(4, 2, projection, Conditioning.PER_PARENT);
    Tree tree = TreeStart.of(config, documents, seed, Progress.none());

    Tree grown = DeeperTree.of(tree, 3, config, documents, seed, Progress.none());

    assertThat(grown.shape().leaves()).isEqualTo(64);
    for (int h = 1; h <= 2; h++) {
      assertThat(grown.level(h)).isSameAs(tree.level(h));
    }
    LeafMap before = LeafMap.of(tree, documents);
    LeafMap after = LeafMap.of(grown, documents);
    long inside =
        IntStream.range(0, documents.size())
            .filter(i -> after.leafOf(i) / 4 == before.leafOf(i))
            .count();
    assertThat(inside).isGreaterThan(documents.size() * 9 / 10);
    assertThat(largest(after)).isLessThan(largest(before));
    assertThat(
            LeafMap.of(DeeperTree.of(tree, 4, config, documents, seed, Progress.none()), documents)
                .leaves())
        .isEqualTo(256);
  }

  @Test
  void aTreeThatIsAsHighStaysAsItIs() {
    Vectors documents = documents(50, new Random(1));
    IndexConfig.Learned config = config(4, 2, DIM, Conditioning.ONE_HOT);
    Tree tree = TreeStart.of(config, documents, 1, Progress.none());
    assertThat(DeeperTree.of(tree, 2, config, documents, 1, Progress.none())).isSameAs(tree);
    assertThatThrownBy(() -> DeeperTree.of(tree, 3, config, documents, 1, Progress.none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("share weights");
  }

  private static int largest(LeafMap leaves) {
    return IntStream.of(leaves.sizes()).max().orElseThrow();
  }

  private static IndexConfig.Learned config(
      int branching, int height, int projection, Conditioning conditioning) {
    return new IndexConfig.Learned(
        branching,
        height,
        projection,
        1000,
        1 << 14,
        0,
        conditioning,
        new ResidualConfig.None(),
        IndexConfig.Start.KMEANS,
        .1,
        0);
  }

  private static Vectors documents(int size, Random random) {
    Vectors documents = Vectors.allocate(size, DIM);
    for (int i = 0; i < size; i++) {
      float[] row = new float[DIM];
      for (int j = 0; j < DIM; j++) {
        row[j] = (float) random.nextGaussian();
      }
      documents.set(i, row);
    }
    documents.normalize();
    return documents;
  }
}
