package dev.ehi.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexVectorsTest {

  @TempDir private Path directory;

  @Test
  void everyLiveDocumentComesWithItsVector() throws IOException {
    Tree tree = RandomTrees.of(new TreeShape(9, 3, 2), new SplittableRandom(1));
    Vectors vectors = TestVectors.unit(50, 9, new SplittableRandom(2));
    try (EhiIndex index = EhiIndex.create(directory, tree, Map.of())) {
      for (int i = 0; i < 50; i++) {
        index.add("d" + i, "", "", vectors.row(i));
        if (i % 20 == 0) {
          index.commit();
        }
      }
      index.delete("d7");
      index.commit();
    }

    IndexVectors read = IndexVectors.read(directory);

    assertThat(read.ids()).hasSize(49).doesNotHaveDuplicates().doesNotContain("d7");
    for (int i = 0; i < read.ids().size(); i++) {
      int document = Integer.parseInt(read.ids().get(i).substring(1));
      assertThat(read.vectors().row(i)).isEqualTo(vectors.row(document));
    }
  }
}
