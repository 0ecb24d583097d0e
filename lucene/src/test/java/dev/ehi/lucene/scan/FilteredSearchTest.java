package dev.ehi.lucene.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.SearchResult;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches with a filter: they open more leaves, or none if few documents are accepted. */
class FilteredSearchTest {
  private static final int DIM = 10;
  private static final int K = 5;

  @TempDir private Path path;

  private EhiSearcher index(Tree tree, Vectors vectors, SplittableRandom random)
      throws IOException {
    try (EhiIndex index = EhiIndex.create(path, tree, Map.of())) {
      for (int i = 0; i < vectors.size(); i++) {
        index.add(Integer.toString(i), "", "", vectors.row(i));
        if (random.nextInt(300) == 0) {
          index.searcher().close(); // flushes
        }
      }
      index.commit();
    }
    return EhiSearcher.open(path);
  }

  private static BitSet all(Vectors vectors) {
    BitSet all = new BitSet();
    all.set(0, vectors.size());
    return all;
  }

  private static BitSet drawn(int size, double share, SplittableRandom random) {
    BitSet drawn = new BitSet();
    for (int i = 0; i < size; i++) {
      drawn.set(i, random.nextDouble() < share);
    }
    return drawn;
  }

  private static Query filter(BitSet accepted) {
    return new TermInSetQuery(
        EhiIndex.ID_FIELD,
        accepted.stream().mapToObj(i -> new BytesRef(Integer.toString(i))).toList());
  }

  private static Budget budget(SplittableRandom random) {
    Budget first =
        switch (random.nextInt(5)) {
          case 0 -> new Budget.Beam(random.nextInt(1, 5));
          case 1 -> new Budget.Documents(random.nextInt(1, 60));
          case 2 -> new Budget.Gap(random.nextDouble(.01, 1));
          case 3 -> new Budget.Mass(random.nextDouble(.01, .3));
          default -> new Budget.Surprisal(random.nextDouble(4));
        };
    return switch (random.nextInt(3)) {
      case 0 -> first;
      case 1 -> new Budget.Linked(first, random.nextInt(1, 10));
      default -> new Budget.Linked(first, new Sources.Near(random.nextDouble()));
    };
  }

  @Randomized(times = 20)
  void opensFurtherLeavesForTheDocumentsThatAreLeftOut(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    TreeShape shape = new TreeShape(DIM, random.nextInt(8, 15), 2);
    Tree tree = RandomTrees.of(shape, random).withLinks(RandomTrees.links(shape, random));
    Vectors vectors = TestVectors.unit(random.nextInt(500, 1500), DIM, random);
    try (EhiSearcher searcher = index(tree, vectors, random)) {
      for (int q = 0; q < 10; q++) {
        float[] query = TestVectors.unit(1, DIM, random).row(0);
        BitSet accepted = drawn(vectors.size(), random.nextDouble(.2, .9), random);
        Budget budget = budget(random);
        ReferenceSearch expected =
            new ReferenceSearch(tree, vectors, all(vectors)).filtered(accepted);
        expected.run(query, budget, K);

        SearchResult found = searcher.search(query, K, budget, filter(accepted));

        assertThat(found.leaves())
            .extracting(SearchResult.VisitedLeaf::leaf)
            .containsExactlyElementsOf(expected.ranked());
        if (found.leaves().isEmpty()) { // scoring all that are accepted is cheaper
          assertThat(found.documentsVisited()).isEqualTo(accepted.cardinality());
          continue;
        }
        assertThat(found.linkedLeaves())
            .extracting(SearchResult.LinkedLeaf::leaf)
            .containsExactlyElementsOf(expected.linked());
        assertThat(found.documentsVisited()).isEqualTo(expected.visited().size());
        assertThat(found.hits())
            .extracting(SearchResult.Hit::id)
            .containsExactlyInAnyOrderElementsOf(
                expected.best(query, K).stream().map(String::valueOf).toList());
      }
    }
  }

  @Randomized(times = 5)
  void aFilterThatAcceptsAllChangesNothing(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    TreeShape shape = new TreeShape(DIM, 12, 2);
    Tree tree = RandomTrees.of(shape, random).withLinks(RandomTrees.links(shape, random));
    Vectors vectors = TestVectors.unit(800, DIM, random);
    try (EhiSearcher searcher = index(tree, vectors, random)) {
      for (int q = 0; q < 10; q++) {
        float[] query = TestVectors.unit(1, DIM, random).row(0);
        Budget budget = budget(random);
        SearchResult without = searcher.search(query, K, budget);
        SearchResult with = searcher.search(query, K, budget, filter(all(vectors)));

        if (!with.leaves().isEmpty()) {
          assertThat(with.hits()).isEqualTo(without.hits());
          assertThat(with.leaves()).isEqualTo(without.leaves());
          assertThat(with.linkedLeaves()).isEqualTo(without.linkedLeaves());
        }
      }
    }
  }

  @Randomized(times = 5)
  void scoresAllThatANarrowFilterAccepts(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.of(new TreeShape(DIM, 6, 2), random);
    Vectors vectors = TestVectors.unit(1000, DIM, random);
    BitSet accepted = drawn(vectors.size(), .02, random);
    try (EhiSearcher searcher = index(tree, vectors, random)) {
      float[] query = TestVectors.unit(1, DIM, random).row(0);
      SearchResult found = searcher.search(query, K, new Budget.Documents(20), filter(accepted));

      assertThat(found.leaves()).isEmpty();
      assertThat(found.documentsVisited()).isEqualTo(accepted.cardinality());
    }
  }

  @Test
  void findsAboutAsMuchAsWithoutAFilter() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    Vectors all = TestVectors.clustered(8100, 24, 60, 1.5, random);
    Vectors vectors = all.slice(0, 8000);
    Tree tree =
        Tree.ofCentroids(
            KMeans.centroids(vectors, 128, KMeans.Config.seeded(1), Progress.none()), .1f);
    Budget budget = new Budget.Documents(500);
    try (EhiSearcher searcher = index(tree, vectors, random)) {
      double without = recall(searcher, all.slice(8000, 8100), budget, new MatchAllDocsQuery());
      assertThat(without).isBetween(.6, .9);
      for (double share : new double[] {.8, .5, .3}) {
        Query filter = filter(drawn(vectors.size(), share, random));
        assertThat(recall(searcher, all.slice(8000, 8100), budget, filter))
            .isGreaterThan(without - .03);
      }
    }
  }

  private static double recall(EhiSearcher searcher, Vectors queries, Budget budget, Query filter)
      throws IOException {
    Budget everything = new Budget.Beam(Integer.MAX_VALUE);
    int k = 10;
    long found = 0;
    for (int q = 0; q < queries.size(); q++) {
      float[] query = queries.row(q);
      var exact = searcher.search(query, k, everything, filter).hits();
      found +=
          searcher.search(query, k, budget, filter).hits().stream().filter(exact::contains).count();
    }
    return (double) found / (k * queries.size());
  }
}
