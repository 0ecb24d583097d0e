package dev.ehi.lucene.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.LeafLinks;
import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Router;
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
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches that go on through links, against one that sorts all it has visited in each round. */
class LinkedSearchTest {
  private static final int DIM = 10;

  @TempDir private Path path;

  private static Tree linkedTree(TreeShape shape, SplittableRandom random) {
    return RandomTrees.of(shape, random).withLinks(RandomTrees.links(shape.leaves(), random));
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

  /** What a search is to open and visit. */
  private static final class Reference {
    private final Tree tree;
    private final Vectors vectors;
    private final BitSet accepted; // documents
    private final List<List<Integer>> inLeaf = new ArrayList<>();
    private final int[] leafOf; // (documents)
    private final List<Integer> ranked = new ArrayList<>(); // leaves opened by probability
    private final BitSet opened = new BitSet();
    private final List<Integer> linked = new ArrayList<>(); // leaves, in the order of opening
    private final List<Integer> visited = new ArrayList<>(); // documents

    Reference(Tree tree, Vectors vectors, BitSet accepted) {
      this.tree = tree;
      this.vectors = vectors;
      this.accepted = accepted;
      this.leafOf = new int[vectors.size()];
      IntStream.range(0, tree.shape().leaves()).forEach(leaf -> inLeaf.add(new ArrayList<>()));
      Router router = tree.documentRouter();
      for (int i = 0; i < vectors.size(); i++) {
        leafOf[i] = router.leaf(vectors.row(i));
        inLeaf.get(leafOf[i]).add(i);
      }
    }

    private void open(int leaf) {
      opened.set(leaf);
      inLeaf.get(leaf).stream().filter(accepted::get).forEach(visited::add);
    }

    void run(float[] query, Budget.Linked budget, int k) {
      int next = -1; // leaf that the cursor has come to and that is not opened
      LeafCursor cursor = tree.queryRouter().bestFirst(query);
      float highest = Float.NaN; // log-probability
      boolean opens = true;
      while (opens && ranked.size() < inLeaf.size()) {
        int leaf = cursor.next();
        highest = ranked.isEmpty() ? cursor.logProbability() : highest;
        opens =
            switch (budget.first()) {
              case Budget.Beam(int beam) -> ranked.size() < beam;
              case Budget.Gap(double nats) -> highest - cursor.logProbability() < nats;
              case Budget.Documents(int count) -> visited.size() < count;
              case Budget.Surprisal(double nats) ->
                  ranked.isEmpty() || -cursor.logProbability() <= nats;
              default -> throw new AssertionError(budget);
            };
        if (opens) {
          openRanked(leaf);
        } else {
          next = leaf;
        }
      }
      BitSet left = new BitSet();
      boolean goesOn = true;
      while (goesOn) {
        goesOn = false;
        List<Integer> round = new ArrayList<>();
        for (int document : sources(query, budget.sources())) {
          int leaf = leafOf[document];
          if (!left.get(leaf)) {
            left.set(leaf);
            LeafLinks links = tree.links().orElseThrow();
            IntStream.range(0, links.count(leaf))
                .map(rank -> links.link(leaf, rank))
                .forEach(round::add);
          }
        }
        for (int leaf : round) {
          if (!opened.get(leaf)) {
            linked.add(leaf);
            open(leaf);
            goesOn = true;
          }
        }
      }
      while (visited.size() < k && ranked.size() < inLeaf.size()) {
        openRanked(next >= 0 ? next : cursor.next());
        next = -1;
      }
    }

    private void openRanked(int leaf) {
      ranked.add(leaf);
      if (!opened.get(leaf)) {
        open(leaf);
      }
    }

    List<Integer> sources(float[] query, Sources sources) {
      List<Integer> best = best(query, sources.most());
      return best.stream()
          .filter(d -> score(query, d) >= sources.least(score(query, best.getFirst())))
          .toList();
    }

    List<Integer> best(float[] query, int most) {
      return visited.stream()
          .sorted(Comparator.comparingDouble(document -> -dot(query, document)))
          .limit(most)
          .toList();
    }

    private float score(float[] query, int document) {
      return VectorSimilarityFunction.DOT_PRODUCT.compare(query, vectors.row(document));
    }

    private double dot(float[] query, int document) {
      float[] vector = vectors.row(document);
      return IntStream.range(0, DIM).mapToDouble(i -> (double) query[i] * vector[i]).sum();
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
        Reference expected = new Reference(tree, vectors, alive);
        expected.run(query, budget, k);

        SearchResult found = searcher.search(query, k, budget);

        assertThat(found.hits())
            .extracting(SearchResult.Hit::id)
            .containsExactlyInAnyOrderElementsOf(
                expected.best(query, k).stream().map(String::valueOf).toList());
        assertThat(found.documentsVisited()).isEqualTo(expected.visited.size());
        assertThat(found.linkedLeaves())
            .extracting(SearchResult.LinkedLeaf::leaf)
            .containsExactlyElementsOf(expected.linked);
        assertThat(found.leaves())
            .extracting(SearchResult.VisitedLeaf::leaf)
            .containsExactlyElementsOf(
                expected.ranked.stream().filter(leaf -> !expected.linked.contains(leaf)).toList());
      }
    }
  }

  /** Codes may miss a document whose estimate falls short by more than the margin. */
  @Randomized(times = 10)
  void codesFindNearlyTheSame(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = linkedTree(new TreeShape(DIM, 5, 2), random);
    Vectors vectors = TestVectors.unit(300, DIM, random);
    LeafEncoding encoding = random.nextBoolean() ? LeafEncoding.INT8 : LeafEncoding.INT4;
    write(tree, encoding, vectors, new BitSet(), random);
    BitSet all = new BitSet();
    all.set(0, vectors.size());
    int queries = 20;
    int k = 10;
    long common = 0;
    try (EhiSearcher searcher = EhiSearcher.open(path)) {
      for (int q = 0; q < queries; q++) {
        float[] query = TestVectors.unit(1, DIM, random).row(0);
        Budget.Linked budget = new Budget.Linked(first(random), sources(random, 2 * k));
        Reference expected = new Reference(tree, vectors, all);
        expected.run(query, budget, k);
        List<String> best = expected.best(query, k).stream().map(String::valueOf).toList();
        common +=
            searcher.search(query, k, budget).hits().stream()
                .filter(hit -> best.contains(hit.id()))
                .count();
      }
    }
    assertThat(common).isGreaterThan((long) (.97 * k * queries));
  }

  @Randomized(times = 10)
  void aFilterMakesItOpenMoreLeavesBeforeItGoesOn(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = linkedTree(new TreeShape(DIM, 5, 2), random);
    Vectors vectors = TestVectors.unit(400, DIM, random);
    write(tree, vectors, new BitSet(), random);
    BitSet accepted = new BitSet();
    IntStream.range(0, vectors.size()).filter(i -> random.nextInt(3) == 0).forEach(accepted::set);
    TermInSetQuery filter =
        new TermInSetQuery(
            EhiIndex.ID_FIELD,
            accepted.stream().mapToObj(i -> new BytesRef(Integer.toString(i))).toList());
    try (EhiSearcher searcher = EhiSearcher.open(path)) {
      float[] query = TestVectors.unit(1, DIM, random).row(0);
      Budget.Linked budget =
          new Budget.Linked(new Budget.Documents(random.nextInt(1, 40)), random.nextInt(1, 10));
      Reference expected = new Reference(tree, vectors, accepted);
      expected.run(query, budget, 5);

      SearchResult found = searcher.search(query, 5, budget, filter);

      if (found.leaves().isEmpty()) { // scoring all that are accepted was cheaper
        assertThat(found.documentsVisited()).isEqualTo(accepted.cardinality());
        return;
      }
      assertThat(found.documentsVisited()).isEqualTo(expected.visited.size());
      assertThat(found.hits())
          .extracting(SearchResult.Hit::id)
          .containsExactlyElementsOf(
              expected.best(query, 5).stream().map(String::valueOf).toList());
    }
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
