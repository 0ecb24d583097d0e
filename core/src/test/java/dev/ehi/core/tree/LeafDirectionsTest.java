package dev.ehi.core.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.vector.Vectors;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeafDirectionsTest {

  /** Leaves of 1, 0, 4 and 2 documents, in an order of their own. */
  @Randomized(times = 10)
  void pointToTheMeansAndReachAsFarAsMostDocuments(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = random.nextInt(2, 40);
    Vectors documents = Vectors.allocate(7, dim);
    for (int i = 0; i < 7; i++) {
      documents.set(i, RandomTrees.row(dim, random));
    }
    documents.normalize();
    int[] members = {6, 0, 2, 4, 5, 3, 1};
    int[] start = {0, 1, 1, 5, 7};

    LeafDirections leaves = LeafDirections.of(documents, members, start);

    for (int leaf = 0; leaf < 4; leaf++) {
      int[] inside = IntStream.range(start[leaf], start[leaf + 1]).map(i -> members[i]).toArray();
      double[] mean = new double[dim];
      for (int document : inside) {
        for (int j = 0; j < dim; j++) {
          mean[j] += documents.get(document, j) / inside.length;
        }
      }
      double length = Math.sqrt(IntStream.range(0, dim).mapToDouble(j -> mean[j] * mean[j]).sum());
      double[] shares = new double[inside.length];
      for (int i = 0; i < inside.length; i++) {
        for (int j = 0; j < dim; j++) {
          shares[i] += documents.get(inside[i], j) * mean[j] / length;
        }
      }
      double variance = 0;
      for (double share : shares) {
        variance += (share - length) * (share - length) / inside.length; // their mean is the length
      }
      double least = Math.max(.25, length - Math.sqrt(variance));
      for (int j = 0; j < dim; j++) {
        double expected = inside.length == 0 ? 0 : mean[j] / length;
        assertThat((double) leaves.vectors().get(leaf, j)).isCloseTo(expected, within(1e-4));
        double longer = inside.length == 0 ? 0 : expected / least;
        assertThat((double) leaves.stretched().get(leaf, j)).isCloseTo(longer, within(1e-3));
      }
    }
  }

  @Test
  void aDocumentThatIsAloneIsItsLeaf() {
    Vectors documents = Vectors.of(new float[][] {{.6f, .8f}});
    LeafDirections leaves = LeafDirections.of(documents, new int[] {0}, new int[] {0, 1});
    assertThat(leaves.stretched().row(0)).containsExactly(new float[] {.6f, .8f}, within(1e-6f));
  }
}
