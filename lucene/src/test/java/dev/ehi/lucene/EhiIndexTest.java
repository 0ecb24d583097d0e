package dev.ehi.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.leaf.RawVectors;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.testing.TestLayouts;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EhiIndexTest {

  private static final int DIM = 13;
  private static final Tree TREE =
      RandomTrees.shared(new TreeShape(DIM, 4, 2), new SplittableRandom(1));
  private static final Vectors VECTORS = TestVectors.unit(300, DIM, new SplittableRandom(2));
  private static final Budget ALL = new Budget.Beam(TREE.shape().leaves());

  @TempDir private Path directory;

  /** What the index is made with. */
  LeafLayout layout() {
    return LeafLayout.STANDARD;
  }

  private EhiIndex create() throws IOException {
    return EhiIndex.create(directory, TREE, layout(), Map.of("model", "a model"));
  }

  private static void add(EhiIndex index, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      index.add("d" + i, "title " + i, "text " + i, VECTORS.row(i));
    }
  }

  private static String nearest(EhiSearcher searcher, int vector) throws IOException {
    return searcher.search(VECTORS.row(vector), 1, ALL).hits().getFirst().id();
  }

  @Test
  void findsEachDocumentInTheFirstLeafForItsVector() throws IOException {
    try (EhiIndex index = create()) {
      add(index, 0, 300);
      index.commit();
    }
    try (EhiSearcher searcher = EhiSearcher.open(directory)) {
      for (int i = 0; i < 300; i++) {
        SearchResult result = searcher.search(VECTORS.row(i), 1, new Budget.Beam(1));
        assertThat(result.hits()).hasSize(1);
        assertThat(result.hits().getFirst().id()).isEqualTo("d" + i);
        assertThat(result.hits().getFirst().score())
            .isCloseTo(1, within(TestLayouts.scoreTolerance(layout())));
      }
    }
  }

  @Test
  void reportsWhatASearchTook() throws IOException {
    try (EhiIndex index = create()) {
      add(index, 0, 300);
      index.commit();
    }
    try (EhiSearcher searcher = EhiSearcher.open(directory)) {
      SearchResult result = searcher.search(VECTORS.row(7), 1, new Budget.Beam(5));
      assertThat(result.leaves()).hasSize(5);
      assertThat(result.leaves())
          .allSatisfy(
              leaf -> assertThat(leaf.documents()).isEqualTo(searcher.leafSizes()[leaf.leaf()]));
      assertThat(result.leaves())
          .extracting(SearchResult.VisitedLeaf::logProbability)
          .isSortedAccordingTo((a, b) -> Float.compare(b, a));
      assertThat(result.documentsVisited())
          .isEqualTo(result.leaves().stream().mapToLong(SearchResult.VisitedLeaf::documents).sum());
      assertThat(result.routingCost()).isPositive();
      assertThat(result.nanos()).isPositive();
    }
  }

  @Test
  void keepsTitleTextAndProperties() throws IOException {
    try (EhiIndex index = create()) {
      add(index, 0, 3);
      index.commit();
    }
    try (EhiSearcher searcher = EhiSearcher.open(directory)) {
      assertThat(searcher.document("d1")).contains(new StoredDocument("d1", "title 1", "text 1"));
      assertThat(searcher.document("d3")).isEmpty();
      assertThat(searcher.properties()).containsExactly(Map.entry("model", "a model"));
      assertThat(searcher.tree().id()).isEqualTo(TREE.id());
    }
  }

  @Test
  void replacesADocumentWithTheSameId() throws IOException {
    try (EhiIndex index = create()) {
      add(index, 0, 10);
      index.commit();
      index.add("d3", "new title", "new text", VECTORS.row(200));
      index.add("d3", "newer title", "newer text", VECTORS.row(201));
      index.commit();
    }
    try (EhiSearcher searcher = EhiSearcher.open(directory)) {
      assertThat(searcher.size()).isEqualTo(10);
      assertThat(nearest(searcher, 201)).isEqualTo("d3");
      assertThat(nearest(searcher, 3)).isNotEqualTo("d3");
      assertThat(searcher.document("d3"))
          .contains(new StoredDocument("d3", "newer title", "newer text"));
    }
  }

  @Test
  void deletes() throws IOException {
    try (EhiIndex index = create()) {
      add(index, 0, 10);
      index.commit();
      index.delete("d4");
      index.delete("unknown");
      index.commit();
    }
    try (EhiSearcher searcher = EhiSearcher.open(directory)) {
      assertThat(searcher.size()).isEqualTo(9);
      assertThat(searcher.search(VECTORS.row(4), 10, ALL).hits())
          .hasSize(9)
          .extracting(SearchResult.Hit::id)
          .doesNotContain("d4");
    }
  }

  @Test
  void deletedDocumentsUseUpNoBudget() throws IOException {
    try (EhiIndex index = create()) {
      add(index, 0, 300);
      index.commit();
      for (int i = 0; i < 300; i += 10) {
        index.delete("d" + i);
      }
      index.commit();
    }
    try (EhiSearcher searcher = EhiSearcher.open(directory)) {
      assertThat(searcher.describe().deleted()).isEqualTo(30);
      assertThat(Arrays.stream(searcher.leafSizes()).sum())
          .isEqualTo(270 * layout().leavesPerDocument());
      for (int i = 0; i < 300; i++) {
        SearchResult result = searcher.search(VECTORS.row(i), 1, new Budget.Documents(50));
        assertThat(result.documentsVisited())
            .isGreaterThanOrEqualTo(50)
            .isEqualTo(
                result.leaves().stream().mapToLong(SearchResult.VisitedLeaf::documents).sum());
      }
    }
  }

  @Test
  void acceptsDocumentsLaterAndAfterAllWereDeleted() throws IOException {
    try (EhiIndex index = create()) {
      add(index, 0, 10);
      index.commit();
    }
    try (EhiIndex index = EhiIndex.open(directory)) {
      for (int i = 0; i < 10; i++) {
        index.delete("d" + i);
      }
      index.commit();
    }
    try (EhiSearcher searcher = EhiSearcher.open(directory)) {
      assertThat(searcher.search(VECTORS.row(0), 3, ALL).hits()).isEmpty();
      assertThat(searcher.tree().id()).isEqualTo(TREE.id());
    }
    try (EhiIndex index = EhiIndex.open(directory)) {
      assertThat(index.tree().id()).isEqualTo(TREE.id());
      assertThat(index.layout()).isEqualTo(layout());
      add(index, 5, 20);
      index.commit();
      assertThat(index.size()).isEqualTo(15);
    }
    try (EhiSearcher searcher = EhiSearcher.open(directory)) {
      assertThat(nearest(searcher, 12)).isEqualTo("d12");
      assertThat(searcher.properties()).containsEntry("model", "a model");
    }
  }

  @Test
  void searcherOfAnOpenIndexSeesChangesAfterARefresh() throws IOException {
    try (EhiIndex index = create();
        EhiSearcher searcher = index.searcher()) {
      assertThat(searcher.search(VECTORS.row(0), 1, ALL).hits()).isEmpty();
      add(index, 0, 50);
      assertThat(searcher.size()).isZero();
      assertThat(searcher.refresh()).isTrue();
      assertThat(nearest(searcher, 30)).isEqualTo("d30");
      assertThat(searcher.refresh()).isFalse();
      index.delete("d30");
      assertThat(searcher.refresh()).isTrue();
      assertThat(nearest(searcher, 30)).isNotEqualTo("d30");
    }
  }

  @Test
  void compactsToOneSegment() throws IOException {
    try (EhiIndex index = create()) {
      for (int i = 0; i < 5; i++) {
        add(index, 10 * i, 10 * i + 10);
        index.commit();
      }
      index.delete("d0");
      index.compact();
      index.commit();
    }
    try (EhiSearcher searcher = EhiSearcher.open(directory)) {
      IndexDescription description = searcher.describe();
      assertThat(description.segments()).hasSize(1);
      assertThat(description.documents()).isEqualTo(49);
      assertThat(description.deleted()).isZero();
      assertThat(Arrays.stream(searcher.leafSizes()).sum())
          .isEqualTo(49 * layout().leavesPerDocument());
    }
  }

  @Test
  void describesItself() throws IOException {
    try (EhiIndex index = create()) {
      add(index, 0, 40);
      index.commit();
      add(index, 40, 60);
      index.delete("d41");
      index.commit();
    }
    try (EhiSearcher searcher = EhiSearcher.open(directory)) {
      IndexDescription description = searcher.describe();
      assertThat(description.documents()).isEqualTo(59);
      assertThat(description.deleted()).isEqualTo(1);
      assertThat(description.segments()).hasSize(2);
      assertThat(description.treeId()).isEqualTo(TREE.id());
      assertThat(description.shape()).isEqualTo(TREE.shape());
      assertThat(description.leafSizes()).hasSize(16);
      assertThat(description.balance().documents()).isEqualTo(59L * layout().leavesPerDocument());
      assertThat(description.bytesByExtension()).containsKeys("ehim", "ehil");
      if (layout().rawVectors() == RawVectors.KEEP) {
        assertThat(description.bytesByExtension().get("ehiv")).isGreaterThan(60 * DIM * 4);
      } else {
        assertThat(description.bytesByExtension()).doesNotContainKey("ehiv");
      }
      assertThat(description.bytes())
          .isEqualTo(
              description.segments().stream().mapToLong(IndexDescription.Segment::bytes).sum());
      assertThat(description.segments())
          .extracting(IndexDescription.Segment::layout)
          .containsOnly(layout());
      assertThat(description.properties()).containsEntry("model", "a model");
      searcher.checkIntegrity();
    }
  }

  @Test
  void refusesVectorsThatDoNotFit() throws IOException {
    try (EhiIndex index = create()) {
      assertThatThrownBy(() -> index.add("a", "", "", new float[DIM + 1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("document a: vector of dimension 14, the index has 13");
      float[] doubled = VECTORS.row(0);
      for (int i = 0; i < DIM; i++) {
        doubled[i] *= 2;
      }
      assertThatThrownBy(() -> index.add("b", "", "", doubled))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("document b: vector of length 2.000");
      assertThatThrownBy(() -> index.add("c", "", "", nan()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("document c");
      index.commit();
    }
    try (EhiSearcher searcher = EhiSearcher.open(directory)) {
      assertThatThrownBy(() -> searcher.search(new float[3], 1, ALL))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("dimension 13");
      assertThatThrownBy(() -> searcher.search(nan(), 1, ALL))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("non-finite value");
      assertThatThrownBy(() -> searcher.search(VECTORS.row(0), 0, ALL))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static float[] nan() {
    float[] vector = VECTORS.row(0);
    vector[3] = Float.NaN;
    return vector;
  }
}
