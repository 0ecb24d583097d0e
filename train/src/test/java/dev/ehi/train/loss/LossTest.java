package dev.ehi.train.loss;

import static dev.ehi.train.loss.DoubleTensors.cosine;
import static dev.ehi.train.loss.DoubleTensors.dot;
import static dev.ehi.train.loss.DoubleTensors.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.nn.Tensors;
import dev.ehi.train.nn.TorchIndexer;
import dev.ehi.train.testing.Native;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

@Native
class LossTest {

  private static double[][] products(double[][] a, double[][] b) {
    double[][] products = new double[a.length][b.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        products[i][j] = dot(a[i], b[j]);
      }
    }
    return products;
  }

  @Randomized(times = 5)
  void siameseContrastsEmbeddings(long seed) {
    Random random = new Random(seed);
    double[][] queries = DoubleTensors.random(3, 7, random);
    double[][] documents = DoubleTensors.random(5, 7, random);
    RandomTargets targets = new RandomTargets(3, 5, .7, random);
    Siamese loss = new Siamese(new InfoNce(.8));
    Routed d = Routed.nowhere(tensor(documents));
    Batch batch = new Batch(Routed.nowhere(tensor(queries)), d, targets.targets);
    assertThat(loss.of(batch).item_double())
        .isCloseTo(targets.infoNce(products(queries, documents), .8), within(1e-9));
    DoubleTensors.checkGradient(
        q -> loss.of(new Batch(Routed.nowhere(q), d, targets.targets)), queries);
  }

  @Randomized(times = 5)
  void collisionIsTheProbabilityOfMeeting(long seed) {
    Random random = new Random(seed);
    int leaves = 1 + random.nextInt(9);
    double[][] queries = DoubleTensors.random(3, leaves, random);
    double[][] documents = DoubleTensors.random(4, leaves, random);
    double[][] logQ = DoubleTensors.logSoftmax(queries);
    double[][] logD = DoubleTensors.logSoftmax(documents);
    double[][] expected = new double[3][4];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 4; j++) {
        double meeting = 0;
        for (int l = 0; l < leaves; l++) {
          meeting += Math.exp(logQ[i][l]) * Math.exp(logD[j][l]);
        }
        expected[i][j] = Math.log(meeting + 1e-9);
      }
    }
    double[] actual =
        doubles(
            Collision.similarities(tensor(logQ).exp(), tensor(logD).exp()).view(-1).unsqueeze(0));
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i / 4][i % 4], within(1e-9));
    }
    RandomTargets targets = new RandomTargets(3, 4, .7, random);
    InfoNce contrast = new InfoNce(1);
    DoubleTensors.checkGradient(
        d -> contrast.of(Collision.similarities(tensor(logQ).exp(), d.softmax(1)), targets.targets),
        documents);
  }

  @Randomized(times = 10)
  void intraLeafComparesDissimilarDocumentsOfOneLeaf(long seed) {
    Random random = new Random(seed);
    int m = 1 + random.nextInt(8);
    double tau = random.nextDouble();
    double[][] u = DoubleTensors.random(m, 3, random);
    for (double[] row : u) {
      double norm = Math.sqrt(dot(row, row));
      for (int i = 0; i < row.length; i++) {
        row[i] /= norm;
      }
    }
    double[][] paths = DoubleTensors.random(m, 5, random);
    long[] leaves = random.longs(m, 0, 2).toArray();
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < i; j++) {
        if (leaves[i] == leaves[j] && cosine(u[i], u[j]) < tau) {
          sum += cosine(paths[i], paths[j]);
          pairs++;
        }
      }
    }
    IntraLeaf loss = new IntraLeaf(tau);
    Tensor leaf = Tensors.of(leaves, m);
    assertThat(loss.of(tensor(u), tensor(paths), leaf).item_double())
        .isCloseTo(pairs == 0 ? 0 : sum / pairs, within(1e-9));
    DoubleTensors.checkGradient(t -> loss.of(tensor(u), t, leaf), paths);
  }

  @Randomized(times = 5)
  void balanceIsTheDivergenceFromUniformOfEachLevel(long seed) {
    Random random = new Random(seed);
    TreeShape shape = new TreeShape(1, 1 + random.nextInt(4), 1 + random.nextInt(3));
    double[][] logits = DoubleTensors.random(5, shape.leaves(), random);
    double[][] logP = DoubleTensors.logSoftmax(logits);
    double expected = 0;
    for (int level = 1; level <= shape.height(); level++) {
      int nodes = shape.nodes(level);
      double[] means = new double[nodes];
      for (double[] row : logP) {
        for (int leaf = 0; leaf < row.length; leaf++) {
          means[leaf / (shape.leaves() / nodes)] += Math.exp(row[leaf]) / logP.length;
        }
      }
      for (double mean : means) {
        expected += mean * Math.log(nodes * mean) / shape.height();
      }
    }
    Balance loss = new Balance();
    assertThat(loss.of(tensor(logP).exp(), shape).item_double()).isCloseTo(expected, within(1e-9));
    DoubleTensors.checkGradient(x -> loss.of(x.softmax(1), shape), logits);
  }

  @Test
  void balanceIsZeroWhenEvenAndLogKWhenCollapsed() {
    TreeShape two = new TreeShape(1, 2, 1);
    double[][] even = {{0, -50}, {-50, 0}};
    double[][] collapsed = {{0, -50}, {0, -50}};
    assertThat(new Balance().of(tensor(even).exp(), two).item_double()).isCloseTo(0, within(1e-9));
    assertThat(new Balance().of(tensor(collapsed).exp(), two).item_double())
        .isCloseTo(Math.log(2), within(1e-9));
  }

  @Randomized(times = 5)
  void lossesOnATreeFollowTheRouter(long seed) {
    Random random = new Random(seed);
    Tree tree = Trees.random(6, 3, 2, random);
    Vectors queries = Trees.unitVectors(4, 6, random);
    Vectors documents = Trees.unitVectors(5, 6, random);
    RandomTargets targets = new RandomTargets(4, 5, .8, random);
    double[][] paths = products(paths(tree, queries), paths(tree, documents));
    try (TorchIndexer indexer = TorchIndexer.of(tree)) {
      Batch batch =
          new Batch(
              Routed.by(indexer, Tensors.of(queries), 0),
              Routed.by(indexer, Tensors.of(documents), 0),
              targets.targets);
      assertThat(new PathIndexing(new HingeTriplet(.3)).of(batch).item_double())
          .isCloseTo(targets.hinge(paths, .3), within(1e-5));
      assertThat(new PathIndexing(new InfoNce(.1)).of(batch).item_double())
          .isCloseTo(targets.infoNce(paths, .1), within(1e-4));
      double[][] meeting =
          products(leafProbabilities(tree, queries), leafProbabilities(tree, documents));
      for (double[] row : meeting) {
        for (int j = 0; j < row.length; j++) {
          row[j] = Math.log(row[j] + 1e-9);
        }
      }
      assertThat(new Collision(new InfoNce(1)).of(batch).item_double())
          .isCloseTo(targets.infoNce(meeting, 1), within(1e-4));
    }
  }

  @Test
  void theJointLossIsTheWeightedSumAndTrainsBothSides() {
    Random random = new Random(4);
    Tree tree = Trees.random(6, 3, 2, random);
    try (TorchIndexer indexer = TorchIndexer.of(tree)) {
      Tensor q = Tensors.of(Trees.unitVectors(4, 6, random)).set_requires_grad(true);
      Tensor d = Tensors.of(Trees.unitVectors(9, 6, random)).set_requires_grad(true);
      Batch batch =
          new Batch(
              Routed.by(indexer, q, 0),
              Routed.by(indexer, d, 0),
              Targets.of(new int[] {0, 1, 2, 3}, 9, (row, column) -> true));
      HingeTriplet hinge = new HingeTriplet(.9);
      JointLoss joint =
          new JointLoss(
              List.of(
                  new JointLoss.Term(new Siamese(hinge), 2),
                  new JointLoss.Term(new PathIndexing(hinge), 3),
                  new JointLoss.Term(new IntraLeaf(.99), .5)));
      JointLoss.Value value = joint.of(batch);
      assertThat(value.terms()).containsOnlyKeys("siamese", "indexing", "intra-leaf");
      assertThat(value.terms().values()).allMatch(term -> term > 0);
      double sum =
          2 * value.terms().getOrDefault("siamese", 0.)
              + 3 * value.terms().getOrDefault("indexing", 0.)
              + .5 * value.terms().getOrDefault("intra-leaf", 0.);
      assertThat(value.total().item_double()).isCloseTo(sum, within(1e-5));
      value.total().backward();
      assertThat(q.grad().norm().item_double()).isGreaterThan(0);
      assertThat(d.grad().norm().item_double()).isGreaterThan(0);
      indexer.parameters().forEach((name, p) -> assertThat(p.grad().defined()).as(name).isTrue());
    }
  }

  @Test
  void dropoutChangesWhatTheTreeSeesOnly() {
    Random random = new Random(6);
    try (TorchIndexer indexer = TorchIndexer.of(Trees.random(6, 3, 1, random))) {
      Tensor u = Tensors.of(Trees.unitVectors(8, 6, random));
      Routed plain = Routed.by(indexer, u, 0);
      Routed dropped = Routed.by(indexer, u, .5);
      assertThat(dropped.embeddings().equal(plain.embeddings())).isTrue();
      assertThat(dropped.path().embedding().equal(plain.path().embedding())).isFalse();
    }
  }

  @Test
  void saysWhenThereIsNoTree() {
    Random random = new Random(5);
    Routed u = Routed.nowhere(tensor(DoubleTensors.random(2, 3, random)));
    Batch batch = new Batch(u, u, Targets.of(new int[] {0, 1}, 2, (q, d) -> true));
    assertThatThrownBy(() -> new Balance().of(batch))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("needs a tree");
  }

  @Test
  void refusesTwoTermsOfOneName() {
    JointLoss.Term term = new JointLoss.Term(new Balance(), 1);
    assertThatThrownBy(() -> new JointLoss(List.of(term, term)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double[] doubles(Tensor row) {
    double[] values = new double[(int) row.size(1)];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.select(0, 0).select(0, i).item_double();
    }
    return values;
  }

  private static double[][] paths(Tree tree, Vectors vectors) {
    Router router = tree.documentRouter();
    double[][] paths = new double[vectors.size()][];
    float[] path = new float[tree.shape().height() * tree.shape().branching()];
    for (int i = 0; i < paths.length; i++) {
      router.pathEmbedding(vectors.row(i), path);
      paths[i] = new double[path.length];
      for (int j = 0; j < path.length; j++) {
        paths[i][j] = path[j];
      }
    }
    return paths;
  }

  private static double[][] leafProbabilities(Tree tree, Vectors vectors) {
    double[][] probabilities = new double[vectors.size()][tree.shape().leaves()];
    for (int i = 0; i < probabilities.length; i++) {
      var cursor = tree.queryRouter().bestFirst(vectors.row(i));
      for (int leaf = cursor.next(); leaf >= 0; leaf = cursor.next()) {
        probabilities[i][leaf] = Math.exp(cursor.logProbability());
      }
    }
    return probabilities;
  }
}
