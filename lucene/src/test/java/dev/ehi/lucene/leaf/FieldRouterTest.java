package dev.ehi.lucene.leaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.testing.TestVectors;
import java.util.SplittableRandom;
import org.apache.lucene.index.VectorSimilarityFunction;

class FieldRouterTest {

  @Randomized(times = 10)
  void lengthCountsOnlyWhereTheSimilarityHasUseForIt(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.of(new TreeShape(9, 40, 1), random); // with biases
    Vectors vectors = TestVectors.gaussian(50, 9, random);
    for (VectorSimilarityFunction similarity : VectorSimilarityFunction.values()) {
      FieldRouter documents = FieldRouter.ofDocuments(tree, similarity);
      FieldRouter queries = FieldRouter.ofQueries(tree, similarity);
      for (int i = 0; i < vectors.size(); i++) {
        float[] vector = vectors.row(i);
        float[] routed = vectors.row(i);
        switch (similarity) {
          case COSINE, MAXIMUM_INNER_PRODUCT -> Vectors.normalize(routed);
          case DOT_PRODUCT, EUCLIDEAN -> {}
        }
        int[] stored = {-1, -1};
        documents.store(vector, 1, stored, 1);
        assertThat(stored).containsExactly(-1, tree.documentRouter().leaf(routed));
        assertThat(queries.leaves(vector).next()).isEqualTo(tree.queryRouter().leaf(routed));
        assertThat(vector).isEqualTo(vectors.row(i));
      }
    }
  }
}
