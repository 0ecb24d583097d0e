package dev.ehi.lucene.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.LinkLearner;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.format.EhiCodec;
import dev.ehi.lucene.format.EhiSearchStrategy;
import dev.ehi.lucene.format.EhiVectorsFormat;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Links lead on whatever scores are functions of, and of whatever length vectors are. */
class LinkedSimilaritiesTest {
  private static final int DIM = 32;
  private static final int SIZE = 3000;
  private static final int K = 10;

  @ParameterizedTest
  @EnumSource
  void linksFindWhatTheTreeMisses(VectorSimilarityFunction similarity) throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    Vectors all = TestVectors.clustered(SIZE + 50, DIM, 100, .6, random);
    Vectors documents = all.slice(0, SIZE);
    Tree unlinked =
        Tree.ofCentroids(
            KMeans.centroids(documents, 300, KMeans.Config.seeded(1), Progress.none()), .1f);
    Tree tree =
        unlinked.withLinks(
            new LinkLearner(unlinked, documents).addDocuments(Progress.none()).links(16));
    float length = similarity == VectorSimilarityFunction.DOT_PRODUCT ? 1 : 3;
    IndexWriterConfig config =
        new IndexWriterConfig().setCodec(new EhiCodec(new EhiVectorsFormat(tree)));
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (int i = 0; i < SIZE; i++) {
          Document document = new Document();
          document.add(
              new KnnFloatVectorField("vector", scaled(documents.row(i), length), similarity));
          writer.addDocument(document);
        }
      }
      Budget.Beam first = new Budget.Beam(1);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        EhiSearchStrategy plain = EhiSearchStrategy.of(first, reader, "vector");
        EhiSearchStrategy links =
            EhiSearchStrategy.of(new Budget.Linked(first, 20), reader, "vector");
        double alone = 0;
        double linked = 0;
        for (int q = SIZE; q < all.size(); q++) {
          float[] query = scaled(all.row(q), length);
          float least = tenthBest(documents, query, length, similarity);
          alone += recall(search(searcher, query, plain), least);
          linked += recall(search(searcher, query, links), least);
        }
        assertThat(linked / 50).as("%.3f without links", alone / 50).isGreaterThan(.9);
        assertThat(alone / 50).isLessThan(.8);
      }
    }
  }

  private static float[] scaled(float[] vector, float length) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= length;
    }
    return vector;
  }

  private static TopDocs search(IndexSearcher searcher, float[] query, EhiSearchStrategy strategy)
      throws IOException {
    return searcher.search(new KnnFloatVectorQuery("vector", query, K, null, strategy), K);
  }

  private static float tenthBest(
      Vectors documents, float[] query, float length, VectorSimilarityFunction similarity) {
    double[] scores =
        IntStream.range(0, documents.size())
            .mapToDouble(i -> similarity.compare(query, scaled(documents.row(i), length)))
            .sorted()
            .toArray();
    return (float) scores[scores.length - K];
  }

  private static double recall(TopDocs found, float least) {
    return Arrays.stream(found.scoreDocs).filter(hit -> hit.score >= least - 1e-6f).count()
        / (double) K;
  }
}
