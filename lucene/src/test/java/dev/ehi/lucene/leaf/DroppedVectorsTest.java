package dev.ehi.lucene.leaf;

import static dev.ehi.lucene.leaf.DroppingIndexes.add;
import static dev.ehi.lucene.leaf.DroppingIndexes.config;
import static dev.ehi.lucene.leaf.DroppingIndexes.delete;
import static dev.ehi.lucene.leaf.DroppingIndexes.draw;
import static dev.ehi.lucene.leaf.DroppingIndexes.dropping;
import static dev.ehi.lucene.leaf.StoredCodes.FIELD;
import static dev.ehi.lucene.leaf.StoredCodes.bound;
import static dev.ehi.lucene.leaf.StoredCodes.length;
import static dev.ehi.lucene.leaf.StoredCodes.minus;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.format.EhiSearchStrategy;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.testing.Documents;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Segments of which only codes are left. */
class DroppedVectorsTest {

  private static final List<LeafEncoding> QUANTISED = List.of(LeafEncoding.INT8, LeafEncoding.INT4);

  @Randomized(times = 20)
  void aVectorIsReadUpToHalfAStepOfItsCodes(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = 2 * random.nextInt(1, 40) + 1;
    Tree tree = RandomTrees.of(new TreeShape(dim, 5, random.nextInt(1, 3)), random);
    LeafEncoding encoding = draw(random);
    LeafLayout layout = new LeafLayout(encoding, random.nextInt(1, 4), RawVectors.DROP);
    VectorSimilarityFunction similarity = VectorSimilarityFunction.values()[random.nextInt(4)];
    Vectors vectors = TestVectors.gaussian(random.nextInt(1, 150), dim, random);
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(directory, config(tree, layout))) {
        add(writer, vectors, 0, vectors.size(), similarity);
      }
      StoredCodes stored = new StoredCodes(directory);
      assertThat(stored.rows()).hasSize(vectors.size());
      for (int i = 0; i < vectors.size(); i++) {
        float[] vector = vectors.row(i);
        assertThat(length(minus(stored.row(i).vector(), vector)))
            .isLessThanOrEqualTo(bound(vector, stored.row(i).mean(), encoding));
      }
    }
  }

  /** A score is the dot product with the value, for the query as it is coded. */
  @Randomized(times = 20)
  void aScoreIsThatOfTheValueButForTheRoundingOfTheQuery(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    int dim = 2 * random.nextInt(1, 40) + 1;
    Tree tree = RandomTrees.of(new TreeShape(dim, 5, 2), random);
    Vectors vectors = TestVectors.gaussian(random.nextInt(1, 300), dim, random);
    VectorSimilarityFunction similarity = VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(directory, config(tree, dropping(draw(random))))) {
        add(writer, vectors, 0, vectors.size(), similarity);
      }
      StoredCodes stored = new StoredCodes(directory);
      float[] query = TestVectors.gaussian(1, dim, random).row(0);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        int to =
            random.nextInt(1, vectors.size() + 1); // some filters are so narrow that all is scored
        ScoreDoc[] found =
            new IndexSearcher(reader)
                .search(
                    new KnnFloatVectorQuery(
                        FIELD,
                        query,
                        5,
                        IntPoint.newRangeQuery("number", 0, to - 1),
                        new EhiSearchStrategy(new Budget.Beam(random.nextInt(1, 26)))),
                    5)
                .scoreDocs;
        assertThat(found).hasSize(Math.min(5, to));
        for (ScoreDoc hit : found) {
          float[] value = stored.row(Documents.number(reader, hit.doc)).vector();
          double dot = hit.score >= 1 ? hit.score - 1 : 1 - 1 / hit.score; // from Lucene's score
          double error = bound(query, new float[dim], LeafEncoding.INT8) * length(value);
          assertThat(dot).isCloseTo(VectorUtil.dotProduct(query, value), within(error));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(VectorSimilarityFunction.class)
  void findsMostOfTheExactTopTen(VectorSimilarityFunction similarity) throws IOException {
    int k = 10;
    SplittableRandom random = new SplittableRandom(1);
    Vectors all = TestVectors.clustered(2100, 61, 40, .8, random);
    Tree tree = RandomTrees.of(new TreeShape(61, 6, 2), random);
    for (LeafEncoding encoding : QUANTISED) {
      try (Directory directory = new ByteBuffersDirectory()) {
        try (IndexWriter writer = new IndexWriter(directory, config(tree, dropping(encoding)))) {
          add(writer, all, 0, 1000, similarity);
          writer.flush();
          add(writer, all, 1000, 2000, similarity);
          for (int i = 0; i < 2000; i += 3) {
            delete(writer, i);
          }
        }
        int common = 0;
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
          for (int q = 2000; q < 2100; q++) {
            float[] query = all.row(q);
            KnnFloatVectorQuery knn =
                new KnnFloatVectorQuery(
                    FIELD, query, k, null, new EhiSearchStrategy(new Budget.Beam(36)));
            List<Integer> exact =
                IntStream.range(0, 2000)
                    .filter(i -> i % 3 != 0)
                    .boxed()
                    .sorted(
                        (a, b) ->
                            Float.compare(
                                similarity.compare(query, all.row(b)),
                                similarity.compare(query, all.row(a))))
                    .limit(k)
                    .toList();
            for (ScoreDoc hit : new IndexSearcher(reader).search(knn, k).scoreDocs) {
              common += exact.contains(Documents.number(reader, hit.doc)) ? 1 : 0;
            }
          }
        }
        assertThat(common).isGreaterThanOrEqualTo(encoding == LeafEncoding.INT8 ? 970 : 800);
      }
    }
  }

  @Test
  void takesAQuarterOrAnEighthOfTheBytes(@TempDir Path path) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Tree tree = RandomTrees.of(new TreeShape(128, 4, 1), random);
    Vectors vectors = TestVectors.unit(1000, 128, random);
    Map<LeafLayout, Long> bytes = new HashMap<>();
    for (LeafLayout layout :
        List.of(LeafLayout.STANDARD, dropping(LeafEncoding.INT8), dropping(LeafEncoding.INT4))) {
      Path directory = path.resolve(layout.encoding().name());
      try (EhiIndex index = EhiIndex.create(directory, tree, layout, Map.of())) {
        for (int i = 0; i < vectors.size(); i++) {
          index.add(Integer.toString(i), "", "", vectors.row(i));
        }
        index.commit();
      }
      try (EhiSearcher searcher = EhiSearcher.open(directory)) {
        Map<String, Long> files = searcher.describe().bytesByExtension();
        bytes.put(layout, files.getOrDefault("ehiv", 0L) + files.getOrDefault("ehiq", 0L));
      }
    }
    double floats = requireNonNull(bytes.get(LeafLayout.STANDARD));
    assertThat(requireNonNull(bytes.get(dropping(LeafEncoding.INT8))) / floats).isLessThan(.27);
    assertThat(requireNonNull(bytes.get(dropping(LeafEncoding.INT4))) / floats).isLessThan(.14);
  }

  @Test
  void luceneFindsTheIndexClean() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Tree tree = RandomTrees.of(new TreeShape(9, 4, 2), random);
    Vectors vectors = TestVectors.unit(300, 9, random);
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexWriter writer =
          new IndexWriter(directory, config(tree, dropping(LeafEncoding.INT4)))) {
        add(writer, vectors, 0, 200, VectorSimilarityFunction.COSINE);
        writer.flush();
        add(writer, vectors, 200, 300, VectorSimilarityFunction.COSINE);
        delete(writer, 7);
      }
      try (CheckIndex check = new CheckIndex(directory)) {
        check.setLevel(CheckIndex.Level.MIN_LEVEL_FOR_SLOW_CHECKS);
        assertThat(check.checkIndex().clean).isTrue();
      }
    }
  }

  @Test
  void refusesToDropTheVectorsOfFloatLeaves() {
    assertThatThrownBy(() -> dropping(LeafEncoding.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be dropped")
        .hasMessageContaining("int8 or int4");
  }
}
