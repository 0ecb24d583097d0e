package dev.ehi.lucene.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.io.TempDir;

class LeafSizesTest {
  @TempDir Path folder;

  @Randomized(times = 10)
  void countsWhatCanBeFound(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.of(new TreeShape(8, 3, 2), random);
    Vectors vectors = TestVectors.unit(200, 8, random);
    Path index = folder.resolve("index" + seed);
    int[] expected = new int[9];
    Router router = tree.documentRouter();
    try (EhiIndex writer = EhiIndex.create(index, tree, LeafLayout.STANDARD, Map.of())) {
      for (int i = 0; i < vectors.size(); i++) {
        writer.add(Integer.toString(i), "", "", vectors.row(i));
        if (random.nextInt(60) == 0) {
          writer.commit();
        }
      }
      for (int i = 0; i < vectors.size(); i++) {
        if (random.nextInt(3) == 0) {
          writer.delete(Integer.toString(i));
        } else {
          expected[router.leaf(vectors.row(i))]++;
        }
      }
      writer.commit();
    }
    try (Directory directory = FSDirectory.open(index);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      assertThat(LeafSizes.of(reader, EhiIndex.VECTOR_FIELD).of(tree)).isEqualTo(expected);
    }
  }
}
