package dev.ehi.train.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Conditioning;
import dev.ehi.core.tree.LeafBalance;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.Layout;
import dev.ehi.train.config.ResidualConfig;
import dev.ehi.train.mining.LeafMap;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeStartTest {
  private static final Vectors DOCUMENTS = documents(600, 16);

  @Test
  void aFlatStartRoutesLikeKMeans() {
    Tree tree = start(8, 1, Conditioning.PER_PARENT, new ResidualConfig.None());
    Vectors lists = TreeStart.lists(DOCUMENTS, 8, 3, Progress.none()).level(1).weight();
    int[] clusters = KMeans.assign(DOCUMENTS, tree.level(1).weight());
    LeafMap leaves = LeafMap.of(tree, DOCUMENTS);
    assertThat(IntStream.range(0, DOCUMENTS.size()).map(leaves::leafOf).toArray())
        .isEqualTo(clusters);
    assertThat(tree.level(1).weight().get(0, 0)).isNotZero();
    assertThat(lists.size()).isEqualTo(8);
  }

  @Test
  void theStartTemperatureIsFoldedIntoTheWeights() {
    Tree tree = start(4, 1, Conditioning.PER_PARENT, new ResidualConfig.None());
    assertThat(tree.temperature()).isEqualTo(1);
    double squares = 0;
    for (float weight : tree.level(1).weight().row(0)) {
      squares += weight * weight;
    }
    assertThat(Math.sqrt(squares)).isBetween(9.99, 10.01);
  }

  @Test
  void theSecondLevelSplitsEachNodeOfTheFirst() {
    Tree flat = start(4, 1, Conditioning.PER_PARENT, new ResidualConfig.None());
    Tree deep = start(4, 2, Conditioning.PER_PARENT, new ResidualConfig.None());
    LeafMap nodes = LeafMap.of(flat, DOCUMENTS);
    LeafMap leaves = LeafMap.of(deep, DOCUMENTS);
    assertThat(leaves.balance().empty()).isZero();
    int same = 0;
    for (int i = 0; i < DOCUMENTS.size(); i++) {
      same += leaves.leafOf(i) / 4 == nodes.leafOf(i) ? 1 : 0;
    }
    assertThat(same).isGreaterThan(DOCUMENTS.size() * 9 / 10);
  }

  @ParameterizedTest
  @CsvSource({"ONE_HOT, 2", "ONE_HOT, 3", "PER_PARENT, 3", "ONE_HOT, 4", "PER_PARENT, 4"})
  void deepStartsSpreadDocumentsFarBetterThanChance(Conditioning conditioning, int height) {
    Tree tree = start(4, height, conditioning, new ResidualConfig.None());
    Tree random =
        TreeStart.of(
            new IndexConfig.Learned(
                4,
                height,
                DOCUMENTS.dim(),
                1000,
                1 << 14,
                0,
                conditioning,
                new ResidualConfig.None(),
                IndexConfig.Start.RANDOM,
                0.1,
                0),
            DOCUMENTS,
            3,
            Progress.none());
    LeafBalance started = LeafMap.of(tree, DOCUMENTS).balance();
    LeafBalance chance = LeafMap.of(random, DOCUMENTS).balance();
    assertThat(started.variation()).isLessThan(chance.variation());
    assertThat(started.documents()).isEqualTo(600);
  }

  @Test
  void sharedWeightsQuantiseResiduals() {
    Tree tree = start(4, 2, Conditioning.ONE_HOT, new ResidualConfig.None());
    Vectors second = tree.level(2).weight(); // (4, 4 + 16)
    LeafMap leaves = LeafMap.of(tree, DOCUMENTS);
    LeafMap first =
        LeafMap.of(start(4, 1, Conditioning.ONE_HOT, new ResidualConfig.None()), DOCUMENTS);
    // The mean of a node's documents has no residual: its logits must nearly vanish.
    for (int node = 0; node < 4; node++) {
      double[] mean = new double[16];
      for (int document : first.documents(node)) {
        float[] row = DOCUMENTS.row(document);
        for (int j = 0; j < 16; j++) {
          mean[j] += row[j] / first.documents(node).length;
        }
      }
      for (int i = 0; i < 4; i++) {
        double logit = second.get(i, node);
        for (int j = 0; j < 16; j++) {
          logit += second.get(i, 4 + j) * mean[j];
        }
        assertThat(logit).isBetween(-0.01, 0.01);
      }
    }
    assertThat(leaves.balance().empty()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void residualsHardlyChangeTheStart(boolean dense) {
    ResidualConfig residual = dense ? new ResidualConfig.Dense() : new ResidualConfig.LowRank(4);
    LeafMap plain =
        LeafMap.of(start(8, 1, Conditioning.PER_PARENT, new ResidualConfig.None()), DOCUMENTS);
    LeafMap with = LeafMap.of(start(8, 1, Conditioning.PER_PARENT, residual), DOCUMENTS);
    int same = 0;
    for (int i = 0; i < DOCUMENTS.size(); i++) {
      same += plain.leafOf(i) == with.leafOf(i) ? 1 : 0;
    }
    assertThat(same).isGreaterThan(DOCUMENTS.size() * 95 / 100);
  }

  @Test
  void aNodeWithFewerDocumentsThanBranchesIsFilledUp() {
    Vectors few = documents(9, 16);
    Tree tree =
        TreeStart.of(
            config(8, 3, Conditioning.PER_PARENT, new ResidualConfig.None()),
            few,
            1,
            Progress.none());
    assertThat(LeafMap.of(tree, few).balance().documents()).isEqualTo(9);
    assertThat(tree.shape().leaves()).isEqualTo(512);
  }

  @Test
  void moreBranchesThanDocumentsAreRefused() {
    assertThatThrownBy(
            () ->
                TreeStart.of(
                    config(8, 1, Conditioning.PER_PARENT, new ResidualConfig.None()),
                    documents(5, 16),
                    1,
                    Progress.none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("index.branching");
  }

  @Test
  void aProjectedStartPutsDocumentsWhereTheWholeVectorsWould() {
    IndexConfig.Learned whole = config(8, 1, Conditioning.PER_PARENT, new ResidualConfig.None());
    Tree tree = TreeStart.of(withProjection(whole, 7), DOCUMENTS, 3, Progress.none());

    assertThat(tree.projection()).isPresent();
    assertThat(tree.levelShape().dim()).isEqualTo(7);
    LeafMap projected = LeafMap.of(tree, DOCUMENTS);
    LeafMap reference =
        LeafMap.of(start(8, 1, Conditioning.PER_PARENT, new ResidualConfig.None()), DOCUMENTS);
    long pairs = 0;
    long agreeing = 0;
    for (int i = 0; i < DOCUMENTS.size(); i++) {
      for (int j = 0; j < i; j++) {
        boolean together = projected.leafOf(i) == projected.leafOf(j);
        agreeing += together == (reference.leafOf(i) == reference.leafOf(j)) ? 1 : 0;
        pairs++;
      }
    }
    assertThat((double) agreeing / pairs).isGreaterThan(.9);
  }

  @Test
  void aProjectionAsWideAsTheVectorsIsLeftOut() {
    IndexConfig.Learned whole = config(8, 1, Conditioning.PER_PARENT, new ResidualConfig.None());
    Tree tree = TreeStart.of(withProjection(whole, DOCUMENTS.dim()), DOCUMENTS, 3, Progress.none());
    assertThat(tree.projection()).isEmpty();
  }

  private static IndexConfig.Learned withProjection(IndexConfig.Learned config, int rank) {
    return config.with(new Layout(config.branching(), config.height(), rank));
  }

  private static Tree start(
      int branching, int height, Conditioning conditioning, ResidualConfig residual) {
    return TreeStart.of(
        config(branching, height, conditioning, residual), DOCUMENTS, 3, Progress.none());
  }

  private static IndexConfig.Learned config(
      int branching, int height, Conditioning conditioning, ResidualConfig residual) {
    return new IndexConfig.Learned(
        branching,
        height,
        DOCUMENTS.dim(),
        1000,
        1 << 14,
        0,
        conditioning,
        residual,
        IndexConfig.Start.KMEANS,
        0.1,
        0);
  }

  /** Eight clumps on the sphere. */
  private static Vectors documents(int size, int dim) {
    Random random = new Random(17);
    Vectors documents = Vectors.allocate(size, dim);
    for (int i = 0; i < size; i++) {
      float[] row = new float[dim];
      for (int j = 0; j < dim; j++) {
        row[j] = (float) random.nextGaussian() + (j == i % 8 ? 3 : 0);
      }
      documents.set(i, row);
    }
    documents.normalize();
    return documents;
  }
}
