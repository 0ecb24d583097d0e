package dev.ehi.lucene.scan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.SearchResult;
import dev.ehi.lucene.format.EhiCodec;
import dev.ehi.lucene.format.EhiSearchStrategy;
import dev.ehi.lucene.format.EhiVectorsFormat;
import dev.ehi.lucene.leaf.LeafCodes;
import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.LeafField;
import dev.ehi.lucene.leaf.LeafFields;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.testing.Documents;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What quantised leaves cost in quality and save in reading. */
class QuantisedSearchTest {

  private static final int DIM = 61;
  private static final int SIZE = 3000;
  private static final int QUERIES = 60;
  private static final int K = 10;
  private static final List<LeafEncoding> QUANTISED = List.of(LeafEncoding.INT8, LeafEncoding.INT4);

  private static final SplittableRandom RANDOM = new SplittableRandom(1);
  private static final Vectors ALL = TestVectors.clustered(SIZE + QUERIES, DIM, 40, .8, RANDOM);
  private static final Vectors VECTORS = ALL.slice(0, SIZE);
  private static final Vectors QUERY_VECTORS = ALL.slice(SIZE, SIZE + QUERIES);
  private static final Tree TREE =
      Tree.ofCentroids(
          KMeans.centroids(VECTORS, 30, new KMeans.Config(5, 100, 1), Progress.none()), .1f);
  private static final Budget EVERYTHING = new Budget.Beam(30);

  @TempDir private Path path;

  /** Lengths differ where the similarity allows it. */
  private static float[] stretched(float[] vector, int i, VectorSimilarityFunction similarity) {
    if (similarity != VectorSimilarityFunction.DOT_PRODUCT) {
      for (int j = 0; j < vector.length; j++) {
        vector[j] *= 1 + i % 7;
      }
    }
    return vector;
  }

  private static Directory index(LeafEncoding encoding, VectorSimilarityFunction similarity)
      throws IOException {
    Directory directory = new ByteBuffersDirectory();
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(new EhiCodec(new EhiVectorsFormat(TREE, new LeafLayout(encoding))));
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < SIZE; i++) {
        Document document = new Document();
        float[] vector = stretched(VECTORS.row(i), i, similarity);
        document.add(new KnnFloatVectorField("vector", vector, similarity));
        document.add(new NumericDocValuesField("number", i));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    return directory;
  }

  @ParameterizedTest
  @EnumSource(VectorSimilarityFunction.class)
  void findsTheTopTenOfAFloatScan(VectorSimilarityFunction similarity) throws IOException {
    for (LeafEncoding encoding : QUANTISED) {
      try (Directory directory = index(encoding, similarity);
          DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        int common = 0;
        for (int q = 0; q < QUERIES; q++) {
          float[] query = stretched(QUERY_VECTORS.row(q), q, similarity);
          EhiSearchStrategy all = new EhiSearchStrategy(new Budget.Beam(30));
          ScoreDoc[] found =
              searcher.search(new KnnFloatVectorQuery("vector", query, K, null, all), K).scoreDocs;
          List<Integer> exact = exact(query, similarity);
          for (ScoreDoc hit : found) {
            if (exact.contains(Documents.number(reader, hit.doc))) {
              common++;
            }
          }
        }
        assertThat(common).as("%s", encoding).isGreaterThanOrEqualTo((int) (.99 * QUERIES * K));
      }
    }
  }

  private static List<Integer> exact(float[] query, VectorSimilarityFunction similarity) {
    double[] scores = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      scores[i] = similarity.compare(query, stretched(VECTORS.row(i), i, similarity));
    }
    return IntStream.range(0, SIZE)
        .boxed()
        .sorted((a, b) -> Double.compare(scores[b], scores[a]))
        .limit(K)
        .toList();
  }

  /** Few vectors are read in full; more bits need fewer. */
  @Test
  void scoresFewVectorsASecondTime() throws IOException {
    long[] rescored = new long[LeafEncoding.values().length];
    for (LeafEncoding encoding : LeafEncoding.values()) {
      Path directory = path.resolve(encoding.name());
      try (EhiIndex index = EhiIndex.create(directory, TREE, new LeafLayout(encoding), Map.of())) {
        for (int i = 0; i < SIZE; i++) {
          index.add(Integer.toString(i), "", "", VECTORS.row(i));
        }
        try (EhiSearcher searcher = index.searcher()) {
          for (int q = 0; q < QUERIES; q++) {
            SearchResult result = searcher.search(QUERY_VECTORS.row(q), K, EVERYTHING);
            assertThat(result.documentsVisited()).isEqualTo(SIZE);
            rescored[encoding.ordinal()] += result.documentsRescored();
          }
        }
      }
    }
    assertThat(rescored[LeafEncoding.FLOAT32.ordinal()]).isZero();
    assertThat(rescored[LeafEncoding.INT8.ordinal()]).isBetween(QUERIES * K * 1L, QUERIES * 40L);
    assertThat(rescored[LeafEncoding.INT4.ordinal()])
        .isBetween(rescored[LeafEncoding.INT8.ordinal()], QUERIES * 150L);
  }

  @Test
  void codesTakeAsManyBytesAsTheirBitsSay() throws IOException {
    int[] bytesOfARow = {0, DIM, (DIM + 3) / 4 * 2};
    for (LeafEncoding encoding : QUANTISED) {
      try (Directory directory = index(encoding, VectorSimilarityFunction.DOT_PRODUCT);
          DirectoryReader reader = DirectoryReader.open(directory)) {
        for (LeafReaderContext segment : reader.leaves()) {
          LeafField field = requireNonNull(LeafFields.find(segment.reader(), "vector"));
          LeafCodes codes = requireNonNull(field.codes());
          long rows = SIZE + 30; // one for the mean of each leaf
          long needed = rows * (bytesOfARow[encoding.ordinal()] + 4);
          assertThat(codes.length()).isBetween(needed, needed + 30 * 68);
          assertThat(codes.margin().typical()).isBetween(1e-4f, .1f);
        }
      }
    }
  }
}
