package dev.ehi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a search that sorts all it has visited before each step. */
class NeighbourWalkTest {
  private static final int DOCUMENTS = 301;
  private static final int DIM = 13;
  private static final int LEAVES = 40;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void visitsWhatARepeatedLookAtTheBestDocumentsVisits(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Vectors documents = unit(DOCUMENTS, random);
    Tree tree =
        Tree.ofCentroids(
            KMeans.centroids(documents, LEAVES, KMeans.Config.seeded(seed), Progress.none()), .1f);
    Router router = tree.documentRouter();
    int[] leafOf = IntStream.range(0, DOCUMENTS).map(i -> router.leaf(documents.row(i))).toArray();
    int[][] inLeaf =
        IntStream.range(0, LEAVES)
            .mapToObj(
                leaf -> IntStream.range(0, DOCUMENTS).filter(i -> leafOf[i] == leaf).toArray())
            .toArray(int[][]::new);
    NeighbourGraph near = NeighbourGraph.ofDocuments(documents, 8);
    for (float[] query : rows(unit(20, random))) {
      float[] scores = new float[DOCUMENTS];
      DotProduct.best().rows(documents.segment(), 0, DOCUMENTS, query, scores);
      int first = random.nextInt(1, 30);
      int best = random.nextInt(1, 12);
      int links = random.nextInt(1, 6);

      Set<Integer> byDocuments = opened(tree, query, inLeaf, first);
      goOn(byDocuments, scores, best, i -> near.links(i, links).toArray());
      NeighbourWalk walk = new NeighbourWalk(tree.queryRouter(), query, scores, inLeaf);
      walk.open(first).documentsNextTo(best, near, links);
      assertThatItVisited(walk, byDocuments);
    }
  }

  private interface Linked {
    int[] to(int document);
  }

  private static Set<Integer> opened(Tree tree, float[] query, int[][] inLeaf, int documents) {
    Set<Integer> visited = new TreeSet<>();
    LeafCursor cursor = tree.queryRouter().bestFirst(query);
    while (visited.size() < documents) {
      IntStream.of(inLeaf[cursor.next()]).forEach(visited::add);
    }
    return visited;
  }

  private static void goOn(Set<Integer> visited, float[] scores, int best, Linked linked) {
    Set<Integer> left = new TreeSet<>();
    while (true) {
      List<Integer> ahead = new ArrayList<>(visited);
      ahead.sort(Comparator.comparing(i -> -scores[i]));
      ahead = new ArrayList<>(ahead.subList(0, Math.min(best, ahead.size())));
      ahead.removeAll(left);
      if (ahead.isEmpty()) {
        return;
      }
      left.add(ahead.getFirst());
      IntStream.of(linked.to(ahead.getFirst())).forEach(visited::add);
    }
  }

  private static void assertThatItVisited(NeighbourWalk walk, Set<Integer> documents) {
    assertThat(walk.visited()).isEqualTo(documents.size());
    assertThat(walk.found(documents.stream().mapToInt(i -> i).toArray()))
        .isEqualTo(documents.size());
  }

  private static List<float[]> rows(Vectors vectors) {
    return IntStream.range(0, vectors.size()).mapToObj(vectors::row).toList();
  }

  private static Vectors unit(int size, SplittableRandom random) {
    Vectors vectors = Vectors.allocate(size, DIM);
    for (int i = 0; i < size; i++) {
      float[] row = new float[DIM];
      for (int j = 0; j < DIM; j++) {
        row[j] = (float) random.nextGaussian();
      }
      Vectors.normalize(row);
      vectors.set(i, row);
    }
    return vectors;
  }
}
