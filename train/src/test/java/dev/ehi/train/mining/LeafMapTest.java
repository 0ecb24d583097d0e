package dev.ehi.train.mining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeafMapTest {

  @Randomized(times = 20)
  void everyDocumentIsInTheLeafOfItsNearestCentroidAndNoOther(long seed) {
    Random random = new Random(seed);
    int leaves = 1 + random.nextInt(7);
    int documents = random.nextInt(700);
    Vectors centroids = gaussian(leaves, 5, random);
    Vectors vectors = gaussian(documents, 5, random);
    LeafMap map = LeafMap.of(Tree.ofCentroids(centroids, 1), vectors);

    int[] times = new int[documents];
    for (int leaf = 0; leaf < leaves; leaf++) {
      assertThat(map.documents(leaf)).isSorted().hasSize(map.sizes()[leaf]);
      for (int document : map.documents(leaf)) {
        times[document]++;
        assertThat(map.leafOf(document)).isEqualTo(leaf);
      }
    }
    assertThat(times).containsOnly(IntStream.of(times).map(t -> 1).distinct().toArray());
    for (int document = 0; document < documents; document++) {
      assertThat(map.leafOf(document)).isEqualTo(nearest(centroids, vectors.row(document)));
    }
    assertThat(map.balance().documents()).isEqualTo(documents);
  }

  @Randomized(times = 20)
  void reachedDocumentsComeLeafByLeafUpToTheLimit(long seed) {
    Random random = new Random(seed);
    Tree tree = Tree.ofCentroids(gaussian(4, 3, random), 1);
    LeafMap map = LeafMap.of(tree, gaussian(40, 3, random));
    float[] query = gaussian(1, 3, random).row(0);
    int[] all = map.reached(tree.queryRouter().bestFirst(query), Integer.MAX_VALUE);
    assertThat(all).hasSize(40).doesNotHaveDuplicates();
    assertThat(IntStream.of(all).map(map::leafOf).distinct().findFirst().orElse(-1))
        .isEqualTo(IntStream.of(all).map(map::leafOf).findFirst().orElse(-1));
    int limit = random.nextInt(41);
    assertThat(map.reached(tree.queryRouter().bestFirst(query), limit))
        .isEqualTo(java.util.Arrays.copyOf(all, limit));
  }

  @Test
  void churnIsTheShareOfDocumentsThatMoved() {
    LeafMap before = LeafMap.of(new int[] {0, 1, 2, 2}, 3);
    assertThat(before.churnSince(before)).isZero();
    assertThat(LeafMap.of(new int[] {0, 2, 1, 2}, 3).churnSince(before)).isEqualTo(.5);
    assertThat(before.documents(2)).containsExactly(2, 3);
    LeafMap none = LeafMap.of(new int[0], 3);
    assertThat(none.churnSince(none)).isZero();
  }

  private static int nearest(Vectors centroids, float[] vector) {
    int best = 0;
    double bestDot = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < centroids.size(); i++) {
      double dot = 0;
      for (int j = 0; j < vector.length; j++) {
        dot += (double) centroids.get(i, j) * vector[j];
      }
      if (dot > bestDot) {
        bestDot = dot;
        best = i;
      }
    }
    return best;
  }

  static Vectors gaussian(int size, int dim, Random random) {
    Vectors vectors = Vectors.allocate(size, dim);
    for (int i = 0; i < size; i++) {
      float[] row = new float[dim];
      for (int j = 0; j < dim; j++) {
        row[j] = (float) random.nextGaussian();
      }
      vectors.set(i, row);
    }
    return vectors;
  }
}
