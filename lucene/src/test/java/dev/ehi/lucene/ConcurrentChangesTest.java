package dev.ehi.lucene;

import static java.util.Objects.requireNonNull;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

/** Threads change an index while others search it. */
class ConcurrentChangesTest {
  private static final int DIM = 12;
  private static final int WRITERS = 2;
  private static final int SEARCHERS = 2;
  private static final int CHANGES = 120; // of each writer
  private static final int LASTING = 60; // documents that are never deleted
  private static final int VERSIONS = 4;

  @TempDir private Path directory;

  /** What the index should hold, as the writers see it. */
  private static final class Expected {
    private final Vectors vectors; // (ids * VERSIONS, DIM)
    private final float tolerance; // of scores
    private final Map<String, Integer> versions = new ConcurrentHashMap<>(); // of those that exist
    private final Set<String> deleted = ConcurrentHashMap.newKeySet(); // for good

    Expected(SplittableRandom random, float tolerance) {
      this.tolerance = tolerance;
      vectors = TestVectors.unit((LASTING + WRITERS * CHANGES) * VERSIONS, DIM, random);
    }

    float[] vector(String id, int version) {
      return vectors.row(Integer.parseInt(id) * VERSIONS + version);
    }

    void put(EhiIndex index, String id, int version) throws IOException {
      index.add(id, "", "", vector(id, version));
      versions.put(id, version);
    }

    void delete(EhiIndex index, String id) throws IOException {
      index.delete(id);
      versions.remove(id);
      deleted.add(id);
    }
  }

  @Randomized(times = 2)
  void everySearchSeesAWholeState(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.of(new TreeShape(DIM, 4, 2), random);
    LeafLayout layout = TestLayouts.draw(random);
    Expected expected = new Expected(random, TestLayouts.scoreTolerance(layout));
    try (EhiIndex index = EhiIndex.create(directory.resolve("index"), tree, layout, Map.of())) {
      for (int id = 0; id < LASTING; id++) {
        expected.put(index, String.valueOf(id), 0);
      }
      try (EhiSearcher searcher = index.searcher()) {
        int searches = runAll(index, searcher, expected, random);
        assertThat(searches).isPositive();
        searcher.refresh();
        checkEnd(searcher, expected, random);
      }
    }
  }

  private static int runAll(
      EhiIndex index, EhiSearcher searcher, Expected expected, SplittableRandom random)
      throws Exception {
    AtomicInteger writing = new AtomicInteger(WRITERS);
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int number = writer;
      SplittableRandom own = random.split();
      tasks.add(
          () -> {
            try {
              return change(index, expected, number, own);
            } finally {
              writing.decrementAndGet();
            }
          });
    }
    for (int i = 0; i < SEARCHERS; i++) {
      SplittableRandom own = random.split();
      tasks.add(() -> search(searcher, expected, writing, own));
    }
    int searches = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      for (Future<Integer> task : threads.invokeAll(tasks)) {
        searches += task.get();
      }
    }
    return searches;
  }

  /** Adds, updates and deletes documents that no other writer touches. */
  private static int change(EhiIndex index, Expected expected, int writer, SplittableRandom random)
      throws IOException {
    List<String> own = new ArrayList<>();
    int next = LASTING + writer * CHANGES;
    for (int i = 0; i < CHANGES; i++) {
      int kind = random.nextInt(10);
      if (own.isEmpty() || kind < 5) {
        own.add(String.valueOf(next++));
        expected.put(index, own.getLast(), 0);
      } else if (kind < 8) {
        expected.put(index, own.get(random.nextInt(own.size())), random.nextInt(VERSIONS));
      } else {
        expected.delete(index, own.remove(random.nextInt(own.size())));
      }
      if (random.nextInt(40) == 0) {
        index.commit();
      }
    }
    return 0;
  }

  private static int search(
      EhiSearcher searcher, Expected expected, AtomicInteger writing, SplittableRandom random)
      throws IOException {
    int searches = 0;
    Set<String> deleted = new HashSet<>();
    while (writing.get() > 0 || searches == 0) {
      if (random.nextInt(4) == 0) {
        Set<String> before = Set.copyOf(expected.deleted);
        searcher.refresh();
        deleted.addAll(before);
      }
      if (searcher.size() < LASTING) {
        continue; // before the first refresh
      }
      float[] query = TestVectors.unit(1, DIM, random).row(0);
      int k = random.nextInt(1, LASTING + 1);
      Budget budget = new Budget.Beam(random.nextInt(1, 17));
      List<SearchResult.Hit> hits = searcher.search(query, k, budget).hits();
      assertThat(hits).hasSize(k);
      assertThat(hits).extracting(SearchResult.Hit::id).doesNotHaveDuplicates();
      assertThat(hits).extracting(SearchResult.Hit::id).noneMatch(deleted::contains);
      assertThat(hits)
          .extracting(SearchResult.Hit::score)
          .isSortedAccordingTo((a, b) -> Float.compare(b, a));
      assertThat(hits).allMatch(hit -> isScoreOfAVersion(hit, query, expected));
      searches++;
    }
    return searches;
  }

  private static boolean isScoreOfAVersion(SearchResult.Hit hit, float[] query, Expected expected) {
    for (int version = 0; version < VERSIONS; version++) {
      if (Math.abs(dot(query, expected.vector(hit.id(), version)) - hit.score())
          < expected.tolerance) {
        return true;
      }
    }
    return false;
  }

  /** What was written last is what is found, each document once. */
  private static void checkEnd(EhiSearcher searcher, Expected expected, SplittableRandom random)
      throws IOException {
    assertThat(searcher.size()).isEqualTo(expected.versions.size());
    float[] query = TestVectors.unit(1, DIM, random).row(0);
    List<SearchResult.Hit> hits =
        searcher.search(query, searcher.size(), new Budget.Beam(Integer.MAX_VALUE)).hits();
    assertThat(hits)
        .extracting(SearchResult.Hit::id)
        .containsExactlyInAnyOrderElementsOf(expected.versions.keySet());
    assertThat(hits)
        .allSatisfy(
            hit ->
                assertThat(hit.score())
                    .isCloseTo(
                        dot(
                            query,
                            expected.vector(
                                hit.id(), requireNonNull(expected.versions.get(hit.id())))),
                        within(expected.tolerance)));
  }

  private static float dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
