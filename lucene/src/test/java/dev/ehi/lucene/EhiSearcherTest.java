package dev.ehi.lucene;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.io.TempDir;

/** The searcher against a scan of a map from ids to vectors. */
class EhiSearcherTest {

  private static final DotProduct DOT = DotProduct.scalar();

  @TempDir private Path directory;

  private final Map<String, float[]> documents = new HashMap<>();

  /** Adds, replaces and deletes; flushes segments now and then. */
  private void change(EhiIndex index, Vectors vectors, SplittableRandom random) throws IOException {
    int ids = Math.max(1, vectors.size() * random.nextInt(1, 4) / 3);
    for (int i = 0; i < vectors.size(); i++) {
      String id = "d" + random.nextInt(ids);
      if (random.nextInt(5) == 0) {
        index.delete(id);
        documents.remove(id);
      } else {
        index.add(id, "", "", vectors.row(i));
        documents.put(id, vectors.row(i));
      }
      if (random.nextInt(50) == 0) {
        index.searcher().close(); // flushes
      }
    }
  }

  private List<Float> exact(float[] query, Set<String> allowed) {
    List<Float> scores = new ArrayList<>();
    documents.forEach(
        (id, vector) -> {
          if (allowed.contains(id)) {
            scores.add(DOT.dot(query, vector));
          }
        });
    scores.sort(Comparator.reverseOrder());
    return scores;
  }

  private Set<String> draw(SplittableRandom random) {
    double share = random.nextBoolean() ? random.nextDouble() : random.nextDouble() / 10;
    Set<String> ids = new HashSet<>();
    for (String id : documents.keySet()) {
      if (random.nextDouble() < share) {
        ids.add(id);
      }
    }
    return ids;
  }

  private static Query filter(Set<String> ids) {
    return new TermInSetQuery(EhiIndex.ID_FIELD, ids.stream().map(BytesRef::new).toList());
  }

  @Randomized(times = 10)
  void findsWhatMatchesWhateverTheBudget(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = random.nextInt(1, 40);
    Tree tree =
        RandomTrees.of(new TreeShape(dim, random.nextInt(1, 8), random.nextInt(1, 4)), random);
    Vectors vectors = TestVectors.unit(random.nextInt(1, 600), dim, random);
    try (EhiIndex index = EhiIndex.create(directory, tree, Map.of())) {
      change(index, vectors, random);
      try (EhiSearcher searcher = index.searcher()) {
        assertThat(searcher.size()).isEqualTo(documents.size());
        for (int i = 0; i < 10; i++) {
          float[] query = TestVectors.unit(1, dim, random).row(0);
          int k = random.nextInt(1, 40);
          Budget little = random.nextBoolean() ? new Budget.Beam(1) : new Budget.Documents(1);
          Budget everything =
              random.nextBoolean()
                  ? new Budget.Beam(tree.shape().leaves())
                  : new Budget.Documents(Integer.MAX_VALUE);
          if (random.nextBoolean()) {
            Set<String> all = documents.keySet();
            assertHits(searcher.search(query, k, little), query, k, all);
            assertExact(searcher.search(query, k, everything), query, k, all);
          } else {
            Set<String> allowed = draw(random);
            Query filter = filter(allowed);
            assertHits(searcher.search(query, k, little, filter), query, k, allowed);
            assertExact(searcher.search(query, k, everything, filter), query, k, allowed);
          }
        }
      }
    }
  }

  private void assertHits(SearchResult result, float[] query, int k, Set<String> allowed) {
    assertThat(result.hits()).hasSize(Math.min(k, exact(query, allowed).size()));
    assertThat(result.documentsVisited())
        .isBetween((long) result.hits().size(), (long) allowed.size());
    Set<String> seen = new HashSet<>();
    for (SearchResult.Hit hit : result.hits()) {
      assertThat(allowed).contains(hit.id());
      assertThat(seen.add(hit.id())).isTrue();
      assertThat(hit.score())
          .isCloseTo(DOT.dot(query, requireNonNull(documents.get(hit.id()))), within(1e-5f));
    }
    assertThat(result.hits())
        .isSortedAccordingTo(Comparator.comparing(SearchResult.Hit::score).reversed());
  }

  private void assertExact(SearchResult result, float[] query, int k, Set<String> allowed) {
    assertHits(result, query, k, allowed);
    List<Float> exact = exact(query, allowed);
    for (int rank = 0; rank < result.hits().size(); rank++) {
      assertThat(result.hits().get(rank).score()).isCloseTo(exact.get(rank), within(1e-5f));
    }
  }
}
