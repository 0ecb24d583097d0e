package dev.ehi.lucene.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withPrecision;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.LeafCursor;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetTest {

  @TempDir private Path path;

  private EhiIndex index(Tree tree, Vectors vectors) throws IOException {
    EhiIndex index = EhiIndex.create(path.resolve("index"), tree, Map.of());
    for (int i = 0; i < vectors.size(); i++) {
      index.add(Integer.toString(i), "", "", vectors.row(i));
    }
    return index;
  }

  @Randomized(times = 10)
  void aDocumentBudgetIsFilledByWholeLeavesOverAllSegments(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.of(new TreeShape(12, 5, 2), random);
    Vectors vectors = TestVectors.unit(random.nextInt(20, 400), 12, random);
    try (EhiIndex index = EhiIndex.create(path.resolve("index"), tree, Map.of())) {
      for (int i = 0; i < vectors.size(); i++) {
        index.add(Integer.toString(i), "", "", vectors.row(i));
        if (random.nextInt(100) == 0) {
          index.commit();
        }
      }
      try (EhiSearcher searcher = index.searcher()) {
        float[] query = TestVectors.unit(1, 12, random).row(0);
        for (int count = 1; count < vectors.size() + 20; count += random.nextInt(1, 20)) {
          SearchResult result = searcher.search(query, 1, new Budget.Documents(count));
          assertThat(result.documentsVisited())
              .isGreaterThanOrEqualTo(Math.min(count, vectors.size()))
              .isEqualTo(
                  result.leaves().stream().mapToLong(SearchResult.VisitedLeaf::documents).sum());
          assertThat(result.documentsVisited() - result.leaves().getLast().documents())
              .isLessThan(count);
        }
      }
    }
  }

  @Randomized(times = 10)
  void aBeamVisitsTheMostProbableLeaves(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.of(new TreeShape(12, 4, 3), random);
    Vectors vectors = TestVectors.unit(300, 12, random);
    try (EhiIndex index = index(tree, vectors)) {
      try (EhiSearcher searcher = index.searcher()) {
        float[] query = TestVectors.unit(1, 12, random).row(0);
        int beam = random.nextInt(1, 65);
        SearchResult result = searcher.search(query, 1, new Budget.Beam(beam));
        List<Integer> expected = new ArrayList<>();
        LeafCursor cursor = tree.queryRouter().bestFirst(query);
        for (int i = 0; i < beam; i++) {
          expected.add(cursor.next());
        }
        // Leaves without a document may come after these until there is a hit.
        assertThat(result.leaves().subList(0, beam))
            .extracting(SearchResult.VisitedLeaf::leaf)
            .isEqualTo(expected);
        assertThat(result.hits()).hasSize(1);
      }
    }
  }

  @Randomized(times = 10)
  void aGapOpensAllLeavesThatAreNearlyAsProbableAsTheBest(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.of(new TreeShape(12, 4, random.nextInt(0, 4) == 0 ? 1 : 3), random);
    Vectors vectors = TestVectors.unit(300, 12, random);
    try (EhiIndex index = index(tree, vectors)) {
      try (EhiSearcher searcher = index.searcher()) {
        float[] query = TestVectors.unit(1, 12, random).row(0);
        double nats = random.nextDouble(.01, 6);
        List<Integer> expected = new ArrayList<>();
        LeafCursor cursor = tree.queryRouter().bestFirst(query);
        expected.add(cursor.next());
        float best = cursor.logProbability();
        for (int leaf = cursor.next();
            leaf >= 0 && best - cursor.logProbability() < nats;
            leaf = cursor.next()) {
          expected.add(leaf);
        }
        SearchResult result = searcher.search(query, 1, new Budget.Gap(nats));
        // Leaves without a document may come after these until there is a hit.
        assertThat(result.leaves().subList(0, expected.size()))
            .extracting(SearchResult.VisitedLeaf::leaf)
            .isEqualTo(expected);
      }
    }
  }

  @Randomized(times = 10)
  void aSurprisalOpensAllLeavesThatAreSoProbableAndTheBestInAnyCase(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.of(new TreeShape(12, 4, random.nextInt(0, 4) == 0 ? 1 : 3), random);
    Vectors vectors = TestVectors.unit(300, 12, random);
    try (EhiIndex index = index(tree, vectors);
        EhiSearcher searcher = index.searcher()) {
      float[] query = TestVectors.unit(1, 12, random).row(0);
      double nats = random.nextDouble(.01, 9);
      List<Integer> expected = new ArrayList<>();
      LeafCursor cursor = tree.queryRouter().bestFirst(query);
      expected.add(cursor.next());
      for (int leaf = cursor.next();
          leaf >= 0 && -cursor.logProbability() <= nats;
          leaf = cursor.next()) {
        expected.add(leaf);
      }
      SearchResult result = searcher.search(query, 1, new Budget.Surprisal(nats));
      assertThat(result.leaves().subList(0, expected.size()))
          .extracting(SearchResult.VisitedLeaf::leaf)
          .isEqualTo(expected);
      long documents =
          result.leaves().stream()
              .limit(expected.size())
              .mapToLong(SearchResult.VisitedLeaf::documents)
              .sum();
      if (documents > 0) {
        assertThat(result.leaves()).hasSameSizeAs(expected);
      }
    }
  }

  @Randomized(times = 10)
  void aMassOpensTheMostProbableLeavesUntilTheyHoldIt(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.of(new TreeShape(12, 5, 2), random);
    Vectors vectors = TestVectors.unit(200, 12, random);
    try (EhiIndex index = index(tree, vectors)) {
      try (EhiSearcher searcher = index.searcher()) {
        float[] query = TestVectors.unit(1, 12, random).row(0);
        for (double mass = .01; mass <= 1; mass += random.nextDouble(.01, .2)) {
          List<SearchResult.VisitedLeaf> leaves =
              searcher.search(query, 1, new Budget.Mass(mass)).leaves();
          double sum = leaves.stream().mapToDouble(leaf -> Math.exp(leaf.logProbability())).sum();
          double last = Math.exp(leaves.getLast().logProbability());
          boolean forced =
              leaves.stream().limit(leaves.size() - 1).allMatch(l -> l.documents() == 0);
          assertThat(sum).isGreaterThanOrEqualTo(mass - 1e-6);
          assertThat(forced || sum - last < mass).isTrue();
        }
      }
    }
  }

  @Test
  void aGapOpensTheOnlyLeafOfATree() throws IOException {
    try (EhiIndex index = EhiIndex.create(path.resolve("index"), Tree.single(12), Map.of())) {
      Vectors vectors = TestVectors.unit(5, 12, new SplittableRandom(1));
      for (int i = 0; i < vectors.size(); i++) {
        index.add(Integer.toString(i), "", "", vectors.row(i));
      }
      try (EhiSearcher searcher = index.searcher()) {
        assertThat(searcher.search(vectors.row(0), 5, new Budget.Gap(1)).hits()).hasSize(5);
      }
    }
  }

  @Test
  void recallGrowsWithTheBeam() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    Vectors all = TestVectors.clustered(2050, 24, 60, 1.5, random);
    Vectors vectors = all.slice(0, 2000);
    Tree tree =
        Tree.ofCentroids(
            KMeans.centroids(vectors, 32, KMeans.Config.seeded(1), Progress.none()), .1f);
    try (EhiIndex index = index(tree, vectors)) {
      try (EhiSearcher searcher = index.searcher()) {
        double before = 0;
        for (int beam : new int[] {1, 2, 4, 8, 32}) {
          double recall = 0;
          for (int q = 2000; q < 2050; q++) {
            Set<String> exact = ids(searcher.search(all.row(q), 10, new Budget.Beam(32)));
            Set<String> found = ids(searcher.search(all.row(q), 10, new Budget.Beam(beam)));
            found.retainAll(exact);
            recall += found.size() / 10.0 / 50;
          }
          assertThat(recall).isGreaterThan(before);
          before = recall;
          if (beam == 8) {
            assertThat(recall).isBetween(.8, .9999);
          }
        }
        assertThat(before).isEqualTo(1, withPrecision(1e-9));
      }
    }
  }

  private static Set<String> ids(SearchResult result) {
    Set<String> ids = new HashSet<>();
    for (SearchResult.Hit hit : result.hits()) {
      ids.add(hit.id());
    }
    return ids;
  }

  @Test
  void refusesBudgetsBelowOne() {
    assertThatThrownBy(() -> new Budget.Beam(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1 leaf");
    assertThatThrownBy(() -> new Budget.Documents(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Budget.Gap(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Budget.Surprisal(-.1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Budget.Surprisal(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Budget.Mass(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Budget.Mass(1.1)).isInstanceOf(IllegalArgumentException.class);
  }
}
