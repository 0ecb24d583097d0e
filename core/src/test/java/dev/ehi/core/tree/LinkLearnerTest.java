package dev.ehi.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.vector.Vectors;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinkLearnerTest {
  private static final int OTHERS = 16; // documents after the nearest that are looked at

  private static Vectors unit(int size, int dim, SplittableRandom random) {
    Vectors vectors = RandomTrees.matrix(size, dim, random);
    vectors.normalize();
    return vectors;
  }

  private static double dot(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> (double) a[i] * b[i]).sum();
  }

  /** Leaves of the documents nearest to a vector, the nearest first. */
  private static List<Integer> nearestLeaves(float[] vector, Vectors documents, int[] leafOf) {
    return IntStream.range(0, documents.size())
        .boxed()
        .sorted(Comparator.comparingDouble(document -> -dot(documents.row(document), vector)))
        .limit(OTHERS + 1)
        .map(document -> leafOf[document])
        .toList();
  }

  /** How much each leaf is linked to each other. */
  private static Map<Integer, Map<Integer, Double>> weights(
      Tree tree, Vectors documents, Vectors learnedFrom) {
    Router router = tree.documentRouter();
    int[] leafOf =
        IntStream.range(0, documents.size()).map(i -> router.leaf(documents.row(i))).toArray();
    Map<Integer, Map<Integer, Double>> weights = new TreeMap<>();
    for (int i = 0; i < learnedFrom.size(); i++) {
      List<Integer> leaves = nearestLeaves(learnedFrom.row(i), documents, leafOf);
      int first = leaves.getFirst();
      for (int rank = 1; rank < leaves.size(); rank++) {
        int other = leaves.get(rank);
        if (other != first) {
          weights.computeIfAbsent(first, l -> new TreeMap<>()).merge(other, 1. / rank, Double::sum);
          weights.computeIfAbsent(other, l -> new TreeMap<>()).merge(first, 1. / rank, Double::sum);
        }
      }
    }
    return weights;
  }

  @Randomized(times = 20)
  void linksTheLeavesThatHoldNearDocuments(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = random.nextInt(2, 20);
    Tree tree = RandomTrees.of(new TreeShape(dim, random.nextInt(1, 6), 2), random);
    Vectors documents = unit(random.nextInt(1, 300), dim, random);
    Vectors vectors = random.nextBoolean() ? documents : unit(random.nextInt(100), dim, random);
    int most = random.nextInt(1, 10);

    LeafLinks links = new LinkLearner(tree, documents).add(vectors, Progress.none()).links(most);

    Map<Integer, Map<Integer, Double>> weights = weights(tree, documents, vectors);
    assertThat(links.leaves()).isEqualTo(tree.shape().leaves());
    for (int leaf = 0; leaf < links.leaves(); leaf++) {
      Map<Integer, Double> expected = weights.getOrDefault(leaf, Map.of());
      assertThat(links.count(leaf)).isEqualTo(Math.min(most, expected.size()));
      // Of equally strong links any may be left out.
      double[] strongest =
          expected.values().stream()
              .sorted(Comparator.reverseOrder())
              .limit(most)
              .mapToDouble(Double::doubleValue)
              .toArray();
      int from = leaf;
      double[] found =
          IntStream.range(0, links.count(leaf))
              .mapToDouble(rank -> expected.getOrDefault(links.link(from, rank), 0.))
              .toArray();
      for (int rank = 0; rank < found.length; rank++) {
        assertThat(Math.abs(found[rank] - strongest[rank])).isLessThan(1e-9);
      }
    }
  }

  @Test
  void linksLeavesOfMoreDocumentsThanItLooksAt() {
    SplittableRandom random = new SplittableRandom(5);
    Vectors documents = unit(6000, 3, random);
    Tree tree = Tree.ofCentroids(unit(3, 3, random), .1f);
    Vectors some = documents.slice(0, 300);
    LeafLinks links = new LinkLearner(tree, documents).add(some, Progress.none()).links(2);
    assertThat(IntStream.range(0, 3).map(links::count).sum()).isPositive();
    Map<Integer, Map<Integer, Double>> weights = weights(tree, documents, some);
    for (int leaf = 0; leaf < 3; leaf++) {
      assertThat(links.count(leaf)).isEqualTo(weights.getOrDefault(leaf, Map.of()).size());
    }
  }

  @Test
  void learnsTheSameWhateverIsAddedFirst() {
    SplittableRandom random = new SplittableRandom(3);
    Tree tree = RandomTrees.of(new TreeShape(9, 5, 2), random);
    Vectors documents = unit(400, 9, random);
    Vectors queries = unit(150, 9, random);
    int[] one =
        new LinkLearner(tree, documents)
            .add(documents, Progress.none())
            .add(queries, Progress.none())
            .links(7)
            .toArray();
    int[] other =
        new LinkLearner(tree, documents)
            .add(queries, Progress.none())
            .add(documents, Progress.none())
            .links(7)
            .toArray();
    assertThat(one).isEqualTo(other);
  }
}
