package dev.ehi.lucene.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.LinkLearner;
import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.SearchResult;
import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches that go on through links, against one that sorts all it has visited in each round. */
class LinkedSearchTest {
  private static final int DIM = 10;

  @TempDir private Path path;

  private static Tree linkedTree(TreeShape shape, SplittableRandom random) {
    return RandomTrees.of(shape, random).withLinks(RandomTrees.links(shape, random));
  }

  private void write(Tree tree, Vectors vectors, BitSet deleted, SplittableRandom random)
      throws IOException {
    write(tree, LeafEncoding.FLOAT32, vectors, deleted, random);
  }

  private void write(
      Tree tree, LeafEncoding encoding, Vectors vectors, BitSet deleted, SplittableRandom random)
      throws IOException {
    try (EhiIndex index = EhiIndex.create(path, tree, new LeafLayout(encoding, 1), Map.of())) {
      for (int i = 0; i < vectors.size(); i++) {
        index.add(Integer.toString(i), "", "", vectors.row(i));
        if (random.nextInt(100) == 0) {
          index.searcher().close(); // flushes
        }
      }
      for (int i = deleted.nextSetBit(0); i >= 0; i = deleted.nextSetBit(i + 1)) {
        index.delete(Integer.toString(i));
      }
      index.commit();
    }
  }

  private static Sources sources(SplittableRandom random, int most) {
    return random.nextBoolean()
        ? new Sources.Best(random.nextInt(1, 1 + most))
        : new Sources.Near(random.nextDouble());
  }

  private static Budget first(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> new Budget.Beam(random.nextInt(1, 5));
      case 1 -> new Budget.Documents(random.nextInt(1, 80));
      case 2 -> new Budget.Gap(random.nextDouble() * 3);
      default -> new Budget.Surprisal(random.nextDouble() * 5);
    };
  }

  @Randomized(times = 30)
  void opensWhatTheBestDocumentsAreLinkedTo(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = linkedTree(new TreeShape(DIM, random.nextInt(2, 7), 2), random);
    Vectors vectors = TestVectors.unit(random.nextInt(80, 500), DIM, random);
    BitSet deleted = new BitSet();
    if (random.nextBoolean()) {
      IntStream.range(0, vectors.size()).filter(i -> random.nextInt(4) == 0).forEach(deleted::set);
    }
    write(tree, vectors, deleted, random);
    BitSet alive = new BitSet();
    alive.set(0, vectors.size());
    alive.andNot(deleted);
    try (EhiSearcher searcher = EhiSearcher.open(path)) {
      for (int q = 0; q < 10; q++) {
        float[] query = TestVectors.unit(1, DIM, random).row(0);
        int k = random.nextInt(1, 12);
        Budget.Linked budget = new Budget.Linked(first(random), sources(random, 2 * k));
        ReferenceSearch expected = new ReferenceSearch(tree, vectors, alive);
        expected.run(query, budget, k);

        SearchResult found = searcher.search(query, k, budget);

        assertThat(found.hits())
            .extracting(SearchResult.Hit::id)
            .containsExactlyInAnyOrderElementsOf(
                expected.best(query, k).stream().map(String::valueOf).toList());
        assertThat(found.documentsVisited()).isEqualTo(expected.visited().size());
        assertThat(found.linkedLeaves())
            .extracting(SearchResult.LinkedLeaf::leaf)
            .containsExactlyElementsOf(expected.linked());
        assertThat(found.leaves())
            .extracting(SearchResult.VisitedLeaf::leaf)
            .containsExactlyElementsOf(expected.ranked());
      }
    }
  }

  /** Where links lead to more leaves than are looked at together. */
  @Randomized(times = 10)
  void looksAtManyLeavesInTurn(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = linkedTree(new TreeShape(DIM, 20, 2), random);
    Vectors vectors = TestVectors.unit(1500, DIM, random);
    write(tree, vectors, new BitSet(), random);
    BitSet all = new BitSet();
    all.set(0, vectors.size());
    try (EhiSearcher searcher = EhiSearcher.open(path)) {
      for (int q = 0; q < 5; q++) {
        float[] query = TestVectors.unit(1, DIM, random).row(0);
        Budget.Linked budget = new Budget.Linked(first(random), random.nextInt(1, 80));
        ReferenceSearch expected = new ReferenceSearch(tree, vectors, all);
        expected.run(query, budget, 10);
        SearchResult found = searcher.search(query, 10, budget);
        assertThat(found.linkedLeaves())
            .extracting(SearchResult.LinkedLeaf::leaf)
            .containsExactlyElementsOf(expected.linked());
        assertThat(found.documentsVisited()).isEqualTo(expected.visited().size());
      }
    }
  }

  /** Codes may miss a document whose estimate falls short by more than the margin. */
  @Randomized(times = 10)
  void codesFindNearlyTheSame(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Vectors all = TestVectors.clustered(1020, 48, 30, .7, random);
    Vectors vectors = all.slice(0, 1000);
    Tree unlinked =
        Tree.ofCentroids(
            KMeans.centroids(vectors, 80, KMeans.Config.seeded(1), Progress.none()), .1f);
    Tree tree =
        unlinked.withLinks(
            new LinkLearner(unlinked, vectors).addDocuments(Progress.none()).links(8));
    LeafEncoding encoding = random.nextBoolean() ? LeafEncoding.INT8 : LeafEncoding.INT4;
    write(tree, encoding, vectors, new BitSet(), random);
    BitSet alive = new BitSet();
    alive.set(0, vectors.size());
    int k = 10;
    long common = 0;
    try (EhiSearcher searcher = EhiSearcher.open(path)) {
      for (int q = vectors.size(); q < all.size(); q++) {
        float[] query = all.row(q);
        Budget.Linked budget = new Budget.Linked(first(random), sources(random, 2 * k));
        ReferenceSearch expected = new ReferenceSearch(tree, vectors, alive);
        expected.run(query, budget, k);
        List<String> best = expected.best(query, k).stream().map(String::valueOf).toList();
        common +=
            searcher.search(query, k, budget).hits().stream()
                .filter(hit -> best.contains(hit.id()))
                .count();
      }
    }
    assertThat(common).isGreaterThan((long) (.97 * k * 20));
  }

  /** Codes lead elsewhere where documents are about as good to go on from, to no fewer hits. */
  @Randomized(times = 10)
  void codesFindAboutAsMuch(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = linkedTree(new TreeShape(DIM, 5, 2), random);
    Vectors vectors = TestVectors.unit(300, DIM, random);
    LeafEncoding encoding = random.nextBoolean() ? LeafEncoding.INT8 : LeafEncoding.INT4;
    write(tree, encoding, vectors, new BitSet(), random);
    BitSet all = new BitSet();
    all.set(0, vectors.size());
    int queries = 60;
    int k = 10;
    long byCodes = 0;
    long byVectors = 0;
    try (EhiSearcher searcher = EhiSearcher.open(path)) {
      for (int q = 0; q < queries; q++) {
        float[] query = TestVectors.unit(1, DIM, random).row(0);
        Budget.Linked budget = new Budget.Linked(first(random), sources(random, 2 * k));
        ReferenceSearch expected = new ReferenceSearch(tree, vectors, all);
        Set<Integer> nearest = expected.nearest(query, k);
        expected.run(query, budget, k);
        byVectors += expected.best(query, k).stream().filter(nearest::contains).count();
        byCodes +=
            searcher.search(query, k, budget).hits().stream()
                .filter(hit -> nearest.contains(Integer.valueOf(hit.id())))
                .count();
      }
    }
    assertThat(byCodes).isGreaterThan(byVectors - (long) (.02 * k * queries));
  }

  @Test
  void goesOnFromNoMoreDocumentsThanThereAre() throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    Tree tree = linkedTree(new TreeShape(DIM, 4, 2), random);
    Vectors vectors = TestVectors.unit(90, DIM, random);
    write(tree, vectors, new BitSet(), random);
    try (EhiSearcher searcher = EhiSearcher.open(path)) {
      Budget.Linked budget =
          new Budget.Linked(new Budget.Documents(Integer.MAX_VALUE), Integer.MAX_VALUE);
      assertThat(searcher.search(vectors.row(7), 3, budget).documentsVisited()).isEqualTo(90);
    }
  }

  @Test
  void saysThatATreeHasNoLinks() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Tree tree = RandomTrees.shared(new TreeShape(DIM, 3, 2), random);
    Vectors vectors = TestVectors.unit(30, DIM, random);
    write(tree, vectors, new BitSet(), random);
    try (EhiSearcher searcher = EhiSearcher.open(path)) {
      assertThatThrownBy(
              () -> searcher.search(vectors.row(0), 5, new Budget.Linked(new Budget.Beam(10), 3)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no links between leaves were learned for this index");
    }
    Budget beam = new Budget.Beam(3);
    assertThatThrownBy(() -> new Budget.Linked(beam, 0)).hasMessageContaining("got 0");
    assertThatThrownBy(() -> new Budget.Linked(new Budget.Linked(beam, 1), 1))
        .hasMessageContaining("not twice");
  }
}
