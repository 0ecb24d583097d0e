package dev.ehi.lucene.recall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.LeafLinks;
import dev.ehi.core.tree.LinkLearner;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.format.EhiSearchStrategy;
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
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.io.TempDir;

/** Lucene's own query, asked for a recall. */
class AskedRecallTest {
  private static final int DIM = 12;
  private static final int K = 5;
  private static final String FIELD = EhiIndex.VECTOR_FIELD;

  @TempDir private Path path;

  /** On the queries that were measured, where no chance is involved. */
  @Randomized(times = 6)
  void lucenesOwnQueryReachesTheRecallInAnyNumberOfSegments(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Vectors documents = TestVectors.unit(900, DIM, random);
    Vectors queries = TestVectors.unit(40, DIM, random);
    Vectors centroids = KMeans.centroids(documents, 150, KMeans.Config.seeded(1), Progress.none());
    Tree stored = Tree.ofCentroids(centroids, .1f);
    LeafLinks links = new LinkLearner(stored, documents).addDocuments(Progress.none()).links(8);
    Tree linked =
        stored
            .withQueries(Tree.ofCentroids(TestVectors.unit(150, DIM, random), .1f))
            .withLinks(links);
    int segments = random.nextInt(1, 5);
    try (EhiIndex index = EhiIndex.create(path.resolve("index"), linked, Map.of());
        EhiSearcher searcher = index.searcher()) {
      for (int i = 0; i < documents.size(); i++) {
        index.add(Integer.toString(i), "", "", documents.row(i));
        if ((i + 1) % (documents.size() / segments) == 0) {
          index.commit();
        }
      }
      searcher.refresh();
      index.keep(searcher.calibrate(queries, K, Progress.none()));
      index.commit();
      for (double recall : List.of(.5, .8, .95)) {
        assertThat(recallOfLucene(recall, queries)).isGreaterThanOrEqualTo(recall - 1e-9);
      }
    }
  }

  private double recallOfLucene(double recall, Vectors queries) throws IOException {
    try (Directory directory = FSDirectory.open(path.resolve("index"));
        DirectoryReader reader = DirectoryReader.open(directory)) {
      IndexSearcher searcher = new IndexSearcher(reader);
      EhiSearchStrategy asked = EhiSearchStrategy.ofRecall(recall, reader, FIELD);
      EhiSearchStrategy all = new EhiSearchStrategy(new Budget.Beam(150));
      long found = 0;
      for (int i = 0; i < queries.size(); i++) {
        Set<Integer> exact = documents(searcher.search(query(queries.row(i), all), K));
        exact.retainAll(documents(searcher.search(query(queries.row(i), asked), K)));
        found += exact.size();
      }
      return (double) found / (K * queries.size());
    }
  }

  private static Set<Integer> documents(TopDocs found) {
    return Arrays.stream(found.scoreDocs)
        .map(hit -> hit.doc)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Query query(float[] query, EhiSearchStrategy strategy) {
    return new KnnFloatVectorQuery(FIELD, query, K, null, strategy);
  }
}
