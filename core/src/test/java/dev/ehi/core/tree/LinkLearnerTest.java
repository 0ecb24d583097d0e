package dev.ehi.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.vector.Vectors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinkLearnerTest {
  private static final int OTHERS = 16; // documents in other leaves that are looked at

  private static Vectors unit(int size, int dim, SplittableRandom random) {
    Vectors vectors = RandomTrees.matrix(size, dim, random);
    vectors.normalize();
    return vectors;
  }

  private static double dot(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> (double) a[i] * b[i]).sum();
  }

  /** The leaf of the document nearest to a vector, and those of the nearest in other leaves. */
  private static List<Integer> nearestLeaves(float[] vector, Vectors documents, int[] leafOf) {
    List<Integer> leaves =
        IntStream.range(0, documents.size())
            .boxed()
            .sorted(Comparator.comparingDouble(document -> -dot(documents.row(document), vector)))
            .map(document -> leafOf[document])
            .toList();
    int first = leaves.getFirst();
    return Stream.concat(
            Stream.of(first), leaves.stream().filter(leaf -> leaf != first).limit(OTHERS))
        .toList();
  }

  /** Whether rounding may decide which of two documents is nearer. */
  private static boolean isAnyAsNear(Vectors vectors, Vectors documents) {
    return IntStream.range(0, vectors.size())
        .anyMatch(
            i -> {
              double[] scores =
                  IntStream.range(0, documents.size())
                      .mapToDouble(document -> dot(documents.row(document), vectors.row(i)))
                      .sorted()
                      .toArray();
              int from = Math.max(1, scores.length - 3 * OTHERS);
              return IntStream.range(from, scores.length)
                  .anyMatch(rank -> scores[rank] - scores[rank - 1] < 2e-7);
            });
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
        weights.computeIfAbsent(first, l -> new TreeMap<>()).merge(other, 1. / rank, Double::sum);
        weights.computeIfAbsent(other, l -> new TreeMap<>()).merge(first, 1. / rank, Double::sum);
      }
    }
    return weights;
  }

  @Randomized(times = 20)
  void findsTheLeavesThatHoldNearDocuments(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = random.nextInt(4, 20);
    Tree tree = RandomTrees.of(new TreeShape(dim, random.nextInt(1, 6), 2), random);
    Vectors documents;
    Vectors vectors;
    do {
      documents = unit(random.nextInt(1, 300), dim, random);
      vectors = random.nextBoolean() ? documents : unit(random.nextInt(100), dim, random);
    } while (isAnyAsNear(vectors, documents));
    int most = random.nextInt(1, 10);

    LinkLearner learner = new LinkLearner(tree, documents);
    if (vectors == documents) {
      learner.addDocuments(Progress.none());
    } else {
      learner.addQueries(vectors, Progress.none());
    }
    int[][] strongest = learner.strongest(most);

    Map<Integer, Map<Integer, Double>> weights = weights(tree, documents, vectors);
    assertThat(strongest).hasNumberOfRows(tree.shape().leaves());
    for (int leaf = 0; leaf < strongest.length; leaf++) {
      Map<Integer, Double> expected = weights.getOrDefault(leaf, Map.of());
      assertThat(strongest[leaf]).hasSize(Math.min(most, expected.size()));
      // Of equally strong ones any may be left out.
      double[] best =
          expected.values().stream()
              .sorted(Comparator.reverseOrder())
              .limit(most)
              .mapToDouble(Double::doubleValue)
              .toArray();
      for (int rank = 0; rank < strongest[leaf].length; rank++) {
        double found = expected.getOrDefault(strongest[leaf][rank], 0.);
        assertThat(Math.abs(found - best[rank])).isLessThan(1e-9);
      }
    }
    Vectors means = means(tree, documents);
    assertThat(learner.links(most).toArray())
        .isEqualTo(new LinkSelection(means, learner.strongest(4 * most)).of(most).toArray());
  }

  private static Vectors means(Tree tree, Vectors documents) {
    Router router = tree.documentRouter();
    Vectors means = Vectors.allocate(tree.shape().leaves(), documents.dim());
    for (int document = 0; document < documents.size(); document++) {
      float[] sum = means.row(router.leaf(documents.row(document)));
      for (int j = 0; j < sum.length; j++) {
        sum[j] += documents.get(document, j);
      }
      means.set(router.leaf(documents.row(document)), sum);
    }
    means.normalize();
    return means;
  }

  @Test
  void findsLeavesOfMoreDocumentsThanItLooksAt() {
    SplittableRandom random = new SplittableRandom(5);
    Vectors documents = unit(6000, 3, random);
    Tree tree = Tree.ofCentroids(unit(3, 3, random), .1f);
    Vectors some = documents.slice(0, 300);
    int[][] linked =
        new LinkLearner(tree, documents).addQueries(some, Progress.none()).strongest(2);
    assertThat(List.of(linked)).anySatisfy(leaves -> assertThat(leaves).isNotEmpty());
    Map<Integer, Map<Integer, Double>> weights = weights(tree, documents, some);
    for (int leaf = 0; leaf < 3; leaf++) {
      assertThat(linked[leaf]).hasSize(weights.getOrDefault(leaf, Map.of()).size());
    }
  }

  @Test
  void looksForWhatIsNearADocumentWhereDocumentsLie() {
    SplittableRandom random = new SplittableRandom(7);
    Vectors documents = unit(6000, 8, random);
    Tree plain = Tree.ofCentroids(unit(150, 8, random), .1f);
    Tree asked = plain.withQueries(Tree.ofCentroids(unit(150, 8, random), .1f));
    int[][] strongest = strongest(plain, documents, documents.slice(0, 0));
    assertThat(strongest(asked, documents, documents.slice(0, 0))).isDeepEqualTo(strongest);
    Vectors queries = unit(200, 8, random);
    assertThat(
            Arrays.deepEquals(
                strongest(asked, documents, queries), strongest(plain, documents, queries)))
        .isFalse();
  }

  private static int[][] strongest(Tree tree, Vectors documents, Vectors queries) {
    return new LinkLearner(tree, documents)
        .addDocuments(Progress.none())
        .addQueries(queries, Progress.none())
        .strongest(5);
  }

  @Test
  void learnsTheSameWhateverIsAddedFirst() {
    SplittableRandom random = new SplittableRandom(3);
    Tree tree = RandomTrees.of(new TreeShape(9, 5, 2), random);
    Vectors documents = unit(400, 9, random);
    Vectors queries = unit(150, 9, random);
    int[] one =
        new LinkLearner(tree, documents)
            .addDocuments(Progress.none())
            .addQueries(queries, Progress.none())
            .links(7)
            .toArray();
    int[] other =
        new LinkLearner(tree, documents)
            .addQueries(queries, Progress.none())
            .addDocuments(Progress.none())
            .links(7)
            .toArray();
    assertThat(one).isEqualTo(other);
  }
}
