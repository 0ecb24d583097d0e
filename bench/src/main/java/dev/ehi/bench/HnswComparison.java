package dev.ehi.bench;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.Budget;
import dev.ehi.lucene.EhiCodec;
import dev.ehi.lucene.EhiSearchStrategy;
import dev.ehi.lucene.EhiVectorsFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * Build time, and median CPU time of a search by recall, of this format with a k-means tree and of
 * Lucene's HNSW, on the same vectors through the same query. Both are measured in turn, so that
 * other load on the machine strikes both.
 */
public final class HnswComparison {

  private static final int SIZE = 20_000;
  private static final int DIM = 384;
  private static final int QUERIES = 200;
  private static final int ROUNDS = 9;
  private static final int K = 10;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final String FIELD = "vector";

  private HnswComparison() {}

  private interface Method {
    ScoreDoc[] search(float[] query) throws IOException;
  }

  private record Setting(String name, Method method) {}

  public static void main(String[] args) throws IOException {
    ClusteredVectors source = new ClusteredVectors(DIM, 500, .7, 1);
    Vectors vectors = source.draw(SIZE);
    Vectors queries = source.draw(QUERIES);
    Path directory = Files.createTempDirectory("hnsw-comparison");
    try {
      int leaves = 160;
      Tree tree =
          Tree.ofCentroids(
              KMeans.centroids(vectors, leaves, new KMeans.Config(10, 100, 1), Progress.none()),
              .1f);
      Codec ehiCodec = new EhiCodec(new EhiVectorsFormat(tree));
      try (Directory ehi = build("ehi", directory, ehiCodec, vectors);
          Directory hnsw = build("hnsw", directory, Codec.getDefault(), vectors);
          DirectoryReader ehiReader = DirectoryReader.open(ehi);
          DirectoryReader hnswReader = DirectoryReader.open(hnsw)) {
        Setting[] settings =
            Stream.concat(
                    IntStream.of(1, 2, 4, 8, 12, 16, 24, 40)
                        .mapToObj(beam -> ehi(new IndexSearcher(ehiReader), beam)),
                    IntStream.of(10, 15, 20, 30, 50, 80, 120, 200)
                        .mapToObj(wanted -> hnsw(new IndexSearcher(hnswReader), wanted)))
                .toArray(Setting[]::new);
        compare(settings, queries, exact(vectors, queries));
      }
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static Directory build(String name, Path parent, Codec codec, Vectors vectors)
      throws IOException {
    Directory directory = FSDirectory.open(parent.resolve(name));
    long start = THREADS.getCurrentThreadCpuTime();
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(codec)
            .setRAMBufferSizeMB(256)
            .setMergeScheduler(new SerialMergeScheduler());
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < vectors.size(); i++) {
        Document document = new Document();
        document.add(
            new KnnFloatVectorField(FIELD, vectors.row(i), VectorSimilarityFunction.DOT_PRODUCT));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    report("build %s", start, name);
    return directory;
  }

  private static Setting ehi(IndexSearcher searcher, int beam) {
    return new Setting(
        "ehi beam " + beam,
        query -> {
          EhiSearchStrategy strategy = new EhiSearchStrategy(new Budget.Beam(beam));
          KnnFloatVectorQuery knn = new KnnFloatVectorQuery(FIELD, query, K, null, strategy);
          return searcher.search(knn, K).scoreDocs;
        });
  }

  private static Setting hnsw(IndexSearcher searcher, int wanted) {
    return new Setting(
        "hnsw k " + wanted,
        query -> searcher.search(new KnnFloatVectorQuery(FIELD, query, wanted), K).scoreDocs);
  }

  /** The ordinals of the nearest vectors of each query. // (queries, K) */
  private static int[][] exact(Vectors vectors, Vectors queries) {
    int[][] nearest = new int[queries.size()][];
    float[] scores = new float[vectors.size()];
    for (int q = 0; q < queries.size(); q++) {
      DotProduct.best().rows(vectors.segment(), 0, vectors.size(), queries.row(q), scores);
      nearest[q] =
          IntStream.range(0, scores.length)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> -scores[i]))
              .limit(K)
              .mapToInt(Integer::intValue)
              .toArray();
    }
    return nearest;
  }

  private static void compare(Setting[] settings, Vectors queries, int[][] exact)
      throws IOException {
    double[][] micros = new double[settings.length][ROUNDS * queries.size()];
    double[] recall = new double[settings.length];
    List<Integer> order = new ArrayList<>(IntStream.range(0, settings.length).boxed().toList());
    Random random = new Random(1);
    for (int round = 0; round <= ROUNDS; round++) {
      for (int q = 0; q < queries.size(); q++) {
        float[] query = queries.row(q);
        Collections.shuffle(order, random); // what runs before leaves its mark on the caches
        for (int s : order) {
          long start = THREADS.getCurrentThreadCpuTime();
          ScoreDoc[] found = settings[s].method().search(query);
          double took = (THREADS.getCurrentThreadCpuTime() - start) / 1e3;
          if (round == 0) { // warms up
            recall[s] += recall(found, exact[q]) / queries.size();
          } else {
            micros[s][(round - 1) * queries.size() + q] = took;
          }
        }
      }
    }
    for (int s = 0; s < settings.length; s++) {
      Arrays.sort(micros[s]);
      System.out.printf(
          Locale.ROOT,
          "%-14s recall@10 %.3f  p50 %7.1f us CPU%n",
          settings[s].name(),
          recall[s],
          micros[s][micros[s].length / 2]);
    }
  }

  private static double recall(ScoreDoc[] found, int[] exact) {
    Set<Integer> documents = new HashSet<>();
    for (ScoreDoc hit : found) {
      documents.add(hit.doc);
    }
    return (double) Arrays.stream(exact).filter(documents::contains).count() / exact.length;
  }

  private static void report(String what, long start, Object argument) {
    System.out.printf(
        Locale.ROOT,
        what + ": %.2f s CPU%n",
        argument,
        (THREADS.getCurrentThreadCpuTime() - start) / 1e9);
  }
}
