package dev.ehi.lucene.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.leaf.LeafField;
import dev.ehi.lucene.leaf.LeafFields;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.scan.LeafPlan;
import dev.ehi.lucene.scan.LeafSizes;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;

class EhiSearchStrategyTest {

  private static final String FIELD = "vector";

  /** Segments of random sizes. */
  private static void write(
      Directory directory, Tree tree, Vectors vectors, SplittableRandom random) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(new EhiCodec(new EhiVectorsFormat(tree)))
            .setMergePolicy(NoMergePolicy.INSTANCE);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < vectors.size(); i++) {
        Document document = new Document();
        document.add(
            new KnnFloatVectorField(FIELD, vectors.row(i), VectorSimilarityFunction.DOT_PRODUCT));
        writer.addDocument(document);
        if (random.nextInt(80) == 0) {
          writer.flush();
        }
      }
      writer.commit();
    }
  }

  private static long visited(LeafReaderContext segment, float[] query, KnnSearchStrategy strategy)
      throws IOException {
    TopKnnCollector collector = new TopKnnCollector(1, Integer.MAX_VALUE, strategy);
    segment
        .reader()
        .searchNearestVectors(
            FIELD, query, collector, AcceptDocs.fromLiveDocs(null, segment.reader().maxDoc()));
    return collector.visitedCount();
  }

  @Randomized(times = 10)
  void theStrategySpreadsADocumentBudgetOverSegments(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.of(new TreeShape(12, 9, 1), random);
    Vectors vectors = TestVectors.unit(400, 12, random);
    try (Directory directory = new ByteBuffersDirectory()) {
      write(directory, tree, vectors, random);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        int count = random.nextInt(50, 400);
        float[] query = TestVectors.unit(1, 12, random).row(0);
        EhiSearchStrategy strategy =
            EhiSearchStrategy.of(new Budget.Documents(count), reader, FIELD);
        long visited = 0;
        for (LeafReaderContext segment : reader.leaves()) {
          visited += visited(segment, query, strategy);
        }
        long largestLeaf = 0;
        int[] leafSizes = LeafSizes.of(reader, FIELD).of(tree);
        for (int size : leafSizes) {
          largestLeaf = Math.max(largestLeaf, size);
        }
        // A segment without a document in these leaves opens one more for its single result.
        assertThat(visited)
            .isBetween((long) count, count + largestLeaf + reader.leaves().size() * largestLeaf);
        assertThat(leafSizes).hasSize(9);
      }
    }
  }

  @Test
  void allSegmentsShareOneRouting() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Tree tree = RandomTrees.of(new TreeShape(12, 9, 1), random);
    Vectors vectors = TestVectors.unit(400, 12, random);
    try (Directory directory = new ByteBuffersDirectory()) {
      write(directory, tree, vectors, random);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        List<LeafField> fields = new ArrayList<>();
        for (LeafReaderContext segment : reader.leaves()) {
          LeafField field = LeafFields.find(segment.reader(), FIELD);
          assertThat(field).isNotNull();
          fields.add(field);
        }
        assertThat(fields).hasSizeGreaterThan(1);
        assertThat(fields).extracting(LeafField::tree).allMatch(t -> t == fields.get(0).tree());

        EhiSearchStrategy strategy = new EhiSearchStrategy(new Budget.Beam(2));
        float[] query = vectors.row(3);
        LeafPlan plan = EhiSearchStrategy.plan(strategy, fields.get(0), query);
        assertThat(EhiSearchStrategy.plan(strategy, fields.get(1), query)).isSameAs(plan);
        KnnSearchStrategy seeded =
            new KnnSearchStrategy.Seeded(DocIdSetIterator.empty(), 0, strategy);
        assertThat(EhiSearchStrategy.plan(seeded, fields.get(1), query.clone())).isSameAs(plan);
        assertThat(EhiSearchStrategy.plan(strategy, fields.get(1), vectors.row(4)))
            .isNotSameAs(plan);
      }
    }
  }

  @Test
  void luceneQueriesWithoutAStrategyGetTheStandardBudget() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Vectors vectors = TestVectors.unit(2000, 12, random);
    int leaves = 160; // twice the square root is 25
    Vectors centroids = KMeans.centroids(vectors, leaves, KMeans.Config.seeded(1), Progress.none());
    Tree tree = Tree.ofCentroids(centroids, .1f);
    try (Directory directory = new ByteBuffersDirectory()) {
      write(directory, tree, vectors, new SplittableRandom(4));
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        LeafReaderContext segment = largestSegment(reader);
        float[] query = vectors.row(5);
        assertThat(visited(segment, query, KnnSearchStrategy.Hnsw.DEFAULT))
            .isEqualTo(visited(segment, query, new EhiSearchStrategy(new Budget.Beam(25))))
            .isLessThan(segment.reader().maxDoc());
        int k = 7;
        assertThat(
                new IndexSearcher(reader)
                    .search(new KnnFloatVectorQuery(FIELD, query, k), k)
                    .scoreDocs)
            .hasSize(k);
      }
    }
  }

  private static LeafReaderContext largestSegment(DirectoryReader reader) {
    return Collections.max(
        reader.leaves(), Comparator.comparingInt(context -> context.reader().maxDoc()));
  }
}
