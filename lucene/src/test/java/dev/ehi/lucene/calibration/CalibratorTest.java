package dev.ehi.lucene.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.LeafLinks;
import dev.ehi.core.tree.LinkLearner;
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
import dev.ehi.lucene.recall.Calibration;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibratorTest {
  private static final int DIM = 12;

  @TempDir private Path path;

  private EhiIndex index(Tree tree, Vectors vectors, int leavesPerDocument, SplittableRandom random)
      throws IOException {
    EhiIndex index =
        EhiIndex.create(
            path.resolve("index"),
            tree,
            new LeafLayout(LeafEncoding.FLOAT32, leavesPerDocument),
            Map.of("model", "m"));
    for (int i = 0; i < vectors.size(); i++) {
      index.add(Integer.toString(i), "", "", vectors.row(i));
      if (random.nextInt(100) == 0) {
        index.commit();
      }
    }
    index.commit();
    return index;
  }

  private static Set<String> ids(SearchResult result) {
    return result.hits().stream()
        .map(SearchResult.Hit::id)
        .collect(Collectors.toCollection(HashSet::new));
  }

  @Randomized(times = 10)
  void searchesReachTheRecallAndVisitAsManyDocumentsAsMeasured(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Tree plain = RandomTrees.of(new TreeShape(DIM, 6, 2), random);
    Tree tree =
        random.nextBoolean() ? plain : plain.withLinks(RandomTrees.links(plain.shape(), random));
    Vectors vectors = TestVectors.clustered(random.nextInt(50, 500), DIM, 8, .4, random);
    Vectors queries = TestVectors.clustered(40, DIM, 8, .4, random);
    int k = random.nextInt(1, 12);
    int leavesPerDocument = random.nextInt(1, 4);
    try (EhiIndex index = index(tree, vectors, leavesPerDocument, random);
        EhiSearcher searcher = index.searcher()) {
      Calibration calibration = searcher.calibrate(queries, k, Progress.none());
      assertThat(calibration.documents()).isEqualTo(vectors.size());
      int largestLeaf =
          Arrays.stream(leafSizes(tree, vectors, leavesPerDocument)).max().orElseThrow();
      for (double recall : List.of(.1, .5, .75, .8, .95, .99, .999)) {
        Calibration.Point point = calibration.at(recall);
        long found = 0;
        long visited = 0;
        for (int i = 0; i < queries.size(); i++) {
          float[] query = queries.row(i);
          Set<String> exact = ids(searcher.search(query, k, new Budget.Beam(36)));
          SearchResult result = searcher.search(query, k, point.budget());
          exact.retainAll(ids(result));
          found += exact.size();
          visited += result.documentsVisited();
        }
        assertThat((double) found / (k * queries.size())).isGreaterThanOrEqualTo(recall - 1e-9);
        // One leaf in one search, just at the edge of the budget, may be counted otherwise. Where
        // leaves share documents, further ones are opened until k different ones are found.
        double edge = (double) largestLeaf / queries.size();
        double more = leavesPerDocument == 1 ? edge : leavesPerDocument * (k - 1) + largestLeaf;
        assertThat((double) visited / queries.size())
            .as("visited with %s", point.budget())
            .isBetween(point.visited() - edge, point.visited() + more);
        assertThat(point.visited()).isLessThanOrEqualTo(point.visitedByBeam());
      }
    }
  }

  private static int[] leafSizes(Tree tree, Vectors vectors, int leavesPerDocument) {
    int[] sizes = new int[tree.shape().leaves()];
    Router router = tree.documentRouter();
    for (int i = 0; i < vectors.size(); i++) {
      LeafCursor cursor = router.bestFirst(vectors.row(i));
      for (int copy = 0; copy < leavesPerDocument; copy++) {
        sizes[cursor.next()]++;
      }
    }
    return sizes;
  }

  @Randomized(times = 3)
  void noSmallerBeamReachesTheRecall(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.of(new TreeShape(DIM, 20, 1), random);
    Vectors vectors = TestVectors.unit(300, DIM, random);
    Vectors queries = TestVectors.unit(30, DIM, random);
    try (EhiIndex index = index(tree, vectors, random.nextInt(1, 4), random);
        EhiSearcher searcher = index.searcher()) {
      double recall = .7;
      double visited = searcher.calibrate(queries, 5, Progress.none()).at(recall).visitedByBeam();
      for (int beam = 1; beam <= 20; beam++) {
        long found = 0;
        long scored = 0;
        for (int i = 0; i < queries.size(); i++) {
          Set<String> exact = ids(searcher.search(queries.row(i), 5, new Budget.Beam(20)));
          SearchResult result = searcher.search(queries.row(i), 5, new Budget.Beam(beam));
          exact.retainAll(ids(result));
          found += exact.size();
          scored += result.documentsVisited();
        }
        if (found >= recall * 5 * queries.size()) {
          assertThat((double) scored / queries.size()).isCloseTo(visited, within(1e-6));
          return;
        }
      }
      throw new AssertionError("all leaves do not reach the recall");
    }
  }

  @Test
  void staysWithTheIndex() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Tree tree = RandomTrees.of(new TreeShape(DIM, 6, 2), random);
    Calibration calibration;
    try (EhiIndex index = index(tree, TestVectors.unit(90, DIM, random), 1, random)) {
      try (EhiSearcher searcher = index.searcher()) {
        calibration = searcher.calibrate(TestVectors.unit(20, DIM, random), 3, Progress.none());
      }
      index.keep(calibration);
      index.commit();
    }
    try (EhiSearcher searcher = EhiSearcher.open(path.resolve("index"))) {
      Calibration read = searcher.calibration().orElseThrow();
      assertThat(read.k()).isEqualTo(3);
      assertThat(read.queries()).isEqualTo(20);
      assertThat(read.points()).hasSameSizeAs(calibration.points());
      for (double recall : List.of(.3, .9, .99)) {
        assertThat(read.at(recall).budget()).isEqualTo(calibration.at(recall).budget());
        assertThat(read.at(recall).visited())
            .isCloseTo(calibration.at(recall).visited(), within(.051));
      }
      assertThat(Calibration.removedFrom(searcher.properties(), EhiIndex.VECTOR_FIELD))
          .isEqualTo(Map.of("model", "m"));
    }
  }

  @Test
  void goesOnThroughLinksWhereThatVisitsLeast() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    Vectors vectors = TestVectors.unit(900, DIM, random);
    Vectors centroids = KMeans.centroids(vectors, 150, KMeans.Config.seeded(1), Progress.none());
    Tree documents = Tree.ofCentroids(centroids, .1f);
    LeafLinks links = new LinkLearner(documents, vectors).addDocuments(Progress.none()).links(8);
    Tree atRandom = Tree.ofCentroids(TestVectors.unit(150, DIM, random), .1f);
    try (EhiIndex index =
            index(documents.withQueries(atRandom).withLinks(links), vectors, 1, random);
        EhiSearcher searcher = index.searcher()) {
      Vectors queries = TestVectors.unit(60, DIM, random);
      Calibration.Point point = searcher.calibrate(queries, 5, Progress.none()).at(.8);
      assertThat(point.budget()).isInstanceOf(Budget.Linked.class);
      assertThat(point.withoutLinks()).isNotInstanceOf(Budget.Linked.class);
      assertThat(point.visited()).isLessThan(.7 * point.visitedByBeam());
    }
  }

  @Test
  void needsDocumentsAndQueries() throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    Tree tree = RandomTrees.of(new TreeShape(DIM, 6, 2), random);
    try (EhiIndex index = index(tree, TestVectors.unit(0, DIM, random), 1, random);
        EhiSearcher searcher = index.searcher()) {
      Vectors query = TestVectors.unit(1, DIM, random);
      assertThatThrownBy(() -> searcher.calibrate(query, 3, Progress.none()))
          .hasMessageContaining("without documents");
      index.add("1", "", "", query.row(0));
      searcher.refresh();
      assertThatThrownBy(
              () -> searcher.calibrate(TestVectors.unit(0, DIM, random), 3, Progress.none()))
          .hasMessageContaining("needs queries");
      assertThatThrownBy(() -> searcher.calibrate(query, 0, Progress.none()))
          .hasMessageContaining("k must be at least 1");
    }
  }
}
