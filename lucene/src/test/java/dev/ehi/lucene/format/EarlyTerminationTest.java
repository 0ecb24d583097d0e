package dev.ehi.lucene.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.FloatVectorSimilarityQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EarlyTerminationTest {

  private static final int DIM = 12;
  private static final Vectors VECTORS = TestVectors.unit(1000, DIM, new SplittableRandom(1));
  private static final Tree TREE =
      RandomTrees.of(new TreeShape(DIM, 6, 1), new SplittableRandom(2));

  private final Directory directory = new ByteBuffersDirectory();
  private @Nullable DirectoryReader opened;

  private DirectoryReader reader() {
    return Objects.requireNonNull(opened);
  }

  @BeforeEach
  void index() throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig().setCodec(new EhiCodec(new EhiVectorsFormat(TREE)));
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < VECTORS.size(); i++) {
        Document document = new Document();
        document.add(
            new KnnFloatVectorField(
                "vector", VECTORS.row(i), VectorSimilarityFunction.DOT_PRODUCT));
        document.add(new KnnByteVectorField("bytes", new byte[] {(byte) i, (byte) (i / 4)}));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    opened = DirectoryReader.open(directory);
  }

  @AfterEach
  void close() throws IOException {
    reader().close();
    directory.close();
  }

  @Test
  void stopsExactlyAtTheVisitLimit() throws IOException {
    LeafReader segment = reader().leaves().getFirst().reader();
    for (int limit : new int[] {10, 127, 128, 129, 500, 999}) {
      TopDocs found =
          segment.searchNearestVectors(
              "vector", VECTORS.row(0), 10, AcceptDocs.fromLiveDocs(null, 1000), limit);
      assertThat(found.totalHits)
          .isEqualTo(new TotalHits(limit, TotalHits.Relation.GREATER_THAN_OR_EQUAL_TO));
      found =
          segment.searchNearestVectors(
              "bytes", new byte[] {1, 2}, 10, AcceptDocs.fromLiveDocs(null, 1000), limit);
      assertThat(found.totalHits)
          .isEqualTo(new TotalHits(limit, TotalHits.Relation.GREATER_THAN_OR_EQUAL_TO));
    }
  }

  @Test
  void returnsWhatItHasWhenTheTimeIsUp() throws IOException {
    int[] looks = new int[1];
    IndexSearcher searcher = new IndexSearcher(reader());
    searcher.setTimeout(() -> ++looks[0] > 2);
    KnnFloatVectorQuery query = new KnnFloatVectorQuery("vector", VECTORS.row(0), 10);
    searcher.rewrite(query);
    assertThat(looks[0]).isBetween(3, 6);
  }

  @Test
  void servesRadiusQueries() throws IOException {
    IndexSearcher searcher = new IndexSearcher(reader());
    float[] query = VECTORS.row(17);
    float threshold = .8f;
    int expected = 0;
    for (int i = 0; i < VECTORS.size(); i++) {
      if (VectorSimilarityFunction.DOT_PRODUCT.compare(query, VECTORS.row(i)) >= threshold) {
        expected++;
      }
    }
    assertThat(expected).isGreaterThan(3);
    assertThat(searcher.count(new FloatVectorSimilarityQuery("vector", query, threshold)))
        .isEqualTo(expected);
  }
}
