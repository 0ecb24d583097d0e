package dev.ehi.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is and what is not in a folder after a commit, and what is refused there. */
class EhiIndexFolderTest {

  private static final int DIM = 13;
  private static final Tree TREE =
      RandomTrees.shared(new TreeShape(DIM, 4, 2), new SplittableRandom(1));
  private static final Vectors VECTORS = TestVectors.unit(20, DIM, new SplittableRandom(2));

  @TempDir private Path directory;

  private EhiIndex create() throws IOException {
    return EhiIndex.create(directory, TREE, LeafLayout.STANDARD, Map.of("model", "a model"));
  }

  private static void add(EhiIndex index, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      index.add("d" + i, "title " + i, "text " + i, VECTORS.row(i));
    }
  }

  @Test
  void losesWhatWasNotCommitted() throws IOException {
    try (EhiIndex index = create()) {
      add(index, 0, 10);
      index.commit();
      add(index, 10, 20);
    }
    try (EhiSearcher searcher = EhiSearcher.open(directory)) {
      assertThat(searcher.size()).isEqualTo(10);
    }
  }

  @Test
  void refusesAnIndexThatWasNeverCommitted() throws IOException {
    try (EhiIndex index = create()) {
      add(index, 0, 10);
    }
    assertThatThrownBy(() -> EhiSearcher.open(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("creation did not come to its end");
    assertThatThrownBy(() -> EhiIndex.open(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("creation did not come to its end");
    try (EhiIndex index = create()) {
      add(index, 0, 3);
      index.commit();
    }
    try (EhiSearcher searcher = EhiSearcher.open(directory)) {
      assertThat(searcher.size()).isEqualTo(3);
    }
  }

  @Test
  void refusesToCreateWhereSomethingElseIs() throws IOException {
    Files.writeString(directory.resolve("thesis.tex"), "years of work");
    assertThatThrownBy(this::create)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds thesis.tex");
    Files.delete(directory.resolve("thesis.tex"));
    try (EhiIndex index = create()) {
      index.commit();
    }
    assertThatThrownBy(this::create)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds an index already");
  }

  @Test
  void refusesToOpenWhatIsNoIndex() {
    assertThatThrownBy(() -> EhiSearcher.open(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no index");
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> EhiIndex.open(missing)).isInstanceOf(IOException.class);
    assertThat(missing).doesNotExist();
  }

  @Test
  void propertiesChangeWithTheNextCommit() throws IOException {
    try (EhiIndex index = create()) {
      index.commit();
    }
    try (EhiIndex index = EhiIndex.open(directory)) {
      assertThat(index.properties()).isEqualTo(Map.of("model", "a model"));
      index.updateProperties(_ -> Map.of("model", "another"));
      try (EhiSearcher before = EhiSearcher.open(directory)) {
        assertThat(before.properties()).isEqualTo(Map.of("model", "a model"));
      }
      index.commit();
    }
    try (EhiSearcher after = EhiSearcher.open(directory)) {
      assertThat(after.properties()).isEqualTo(Map.of("model", "another"));
    }
  }
}
