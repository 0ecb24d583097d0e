package dev.ehi.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.testing.TestLayouts;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches and several threads against one query after the other in one thread. */
class ManyQueriesTest {

  @TempDir private Path directory;

  private static void fill(EhiIndex index, Vectors vectors, int flushEvery) throws IOException {
    for (int i = 0; i < vectors.size(); i++) {
      index.add("d" + i, "", "", vectors.row(i));
      if (i % 7 == 3) {
        index.delete("d" + (i / 2));
      }
      if (i % flushEvery == flushEvery - 1) {
        index.searcher().close(); // flushes
      }
    }
    index.commit();
  }

  private static Budget budget(Tree tree, SplittableRandom random) {
    return switch (random.nextInt(tree.links().isPresent() ? 8 : 6)) {
      case 0 -> new Budget.Beam(random.nextInt(1, tree.shape().leaves() + 1));
      case 1 -> new Budget.Documents(random.nextInt(1, 500));
      case 2 -> new Budget.Gap(random.nextDouble() * 4);
      case 3 -> new Budget.Surprisal(random.nextDouble() * 8);
      case 4 -> new Budget.Mass(1 - random.nextDouble());
      case 6 ->
          new Budget.Linked(new Budget.Documents(random.nextInt(1, 200)), random.nextInt(1, 50));
      case 7 ->
          new Budget.Linked(new Budget.Surprisal(random.nextDouble() * 8), random.nextInt(1, 50));
      default -> new Budget.Beam(tree.shape().leaves());
    };
  }

  /** Sums of floats end in other last bits once they are compiled, so order is not compared. */
  private static void assertSame(SearchResult found, SearchResult expected) {
    assertThat(found.hits())
        .extracting(SearchResult.Hit::id)
        .containsExactlyInAnyOrderElementsOf(
            expected.hits().stream().map(SearchResult.Hit::id).toList());
    assertThat(found.leaves())
        .extracting(SearchResult.VisitedLeaf::leaf)
        .containsExactlyInAnyOrderElementsOf(
            expected.leaves().stream().map(SearchResult.VisitedLeaf::leaf).toList());
    assertThat(found.linkedLeaves()).containsExactlyInAnyOrderElementsOf(expected.linkedLeaves());
    for (int rank = 0; rank < expected.hits().size(); rank++) {
      assertThat(found.hits().get(rank).score())
          .isCloseTo(expected.hits().get(rank).score(), within(1e-5f));
    }
    assertThat(found.documentsVisited()).isEqualTo(expected.documentsVisited());
    assertThat(found.documentsRescored()).isEqualTo(expected.documentsRescored());
    assertThat(found.routingCost()).isEqualTo(expected.routingCost());
  }

  @Randomized(times = 20)
  void findAndCountTheSame(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    assertAllTheSame(random.nextInt(40), random);
  }

  @Test
  void severalBatchesFindAndCountTheSame() throws IOException {
    assertAllTheSame(600, new SplittableRandom(1));
  }

  private void assertAllTheSame(int queryCount, SplittableRandom random) throws IOException {
    int dim = random.nextInt(1, 40);
    Tree tree =
        RandomTrees.of(new TreeShape(dim, random.nextInt(1, 8), random.nextInt(1, 4)), random);
    LeafLayout layout = TestLayouts.draw(random);
    Vectors vectors = TestVectors.unit(random.nextInt(1, 800), dim, random);
    Vectors queries = TestVectors.unit(queryCount, dim, random);
    int k = random.nextInt(1, 30);
    Query filter =
        new TermInSetQuery(
            EhiIndex.ID_FIELD,
            IntStream.range(0, vectors.size())
                .filter(i -> random.nextInt(3) > 0)
                .mapToObj(i -> new BytesRef("d" + i))
                .toList());
    Budget budget = budget(tree, random);
    try (EhiIndex index = EhiIndex.create(directory, tree, layout, Map.of())) {
      fill(index, vectors, random.nextInt(100, 900));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(2);
        EhiSearcher alone = EhiSearcher.open(directory);
        EhiSearcher together = EhiSearcher.open(directory, threads)) {
      List<SearchResult> batch = alone.searchAll(queries, k, budget);
      List<SearchResult> divided = together.searchAll(queries, k, budget);
      List<SearchResult> filtered = together.searchAll(queries, k, budget, filter);
      assertThat(batch).hasSize(queries.size());
      for (int q = 0; q < queries.size(); q++) {
        SearchResult expected = alone.search(queries.row(q), k, budget);
        assertSame(batch.get(q), expected);
        assertSame(divided.get(q), expected);
        assertSame(filtered.get(q), alone.search(queries.row(q), k, budget, filter));
      }
    }
  }

  @Randomized(times = 3)
  void oneLargeSearchIsDividedAmongThreads(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = 8;
    TreeShape shape = new TreeShape(dim, 4, 2);
    Tree tree = RandomTrees.of(shape, random).withLinks(RandomTrees.links(shape, random));
    LeafLayout layout = TestLayouts.draw(random);
    Vectors vectors = TestVectors.unit(3 * ParallelSearch.MIN_SHARE, dim, random);
    Vectors queries = TestVectors.unit(10, dim, random);
    try (EhiIndex index = EhiIndex.create(directory, tree, layout, Map.of())) {
      fill(index, vectors, random.nextInt(2000, 10_000));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(2);
        EhiSearcher alone = EhiSearcher.open(directory);
        EhiSearcher together = EhiSearcher.open(directory, threads)) {
      for (int q = 0; q < queries.size(); q++) {
        int first = 2 * ParallelSearch.MIN_SHARE;
        for (Budget budget :
            List.of(
                new Budget.Beam(16),
                new Budget.Mass(.9),
                new Budget.Linked(new Budget.Documents(first), 99))) {
          assertSame(
              together.search(queries.row(q), 10, budget),
              alone.search(queries.row(q), 10, budget));
        }
      }
    }
  }
}
