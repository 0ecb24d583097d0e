package dev.ehi.bench.cold;

import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.VectorFiles;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.lucene.format.EhiVectorsFormat;
import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.LeafLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/**
 * Makes what {@link ColdSearches} searches: the same vectors in leaves, in leaves with codes, and
 * in Lucene's graph, each in one segment of its own folder, and the exact nearest of the queries,
 * among all and among each tenth, hundredth and thousandth of them, which a term marks for filters.
 *
 * <p>Arguments: a model with a tree; the folder of the set as {@code ehi encode} writes it; how
 * many times each document is there, the first as it is and the others with noise; the folder to
 * make.
 */
public final class ColdIndexes {

  static final String FIELD = "vector";
  static final String ONE_IN = "one-in"; // the field that filters ask for
  static final int K = 10;
  static final int QUERIES = 400; // at most

  private static final int[] FILTERS = {10, 100, 1000}; // each of them accepts one in so many
  private static final double NOISE = .3; // expected length of what is added to a vector
  private static final int CONNECTIONS = 16;
  private static final int BEAM_WIDTH = 100;
  private static final double RAM_BUFFER_MB = 1900;

  private ColdIndexes() {}

  public static void main(String[] arguments) throws IOException {
    Tree tree = ModelDirectory.open(Path.of(arguments[0])).tree().orElseThrow();
    Path set = Path.of(arguments[1]);
    Vectors documents = copies(read(set, "documents"), Integer.parseInt(arguments[2]));
    Path folder = Files.createDirectories(Path.of(arguments[3]));
    write(folder.resolve("float32"), new EhiVectorsFormat(tree), documents);
    LeafLayout codes = new LeafLayout(LeafEncoding.INT8);
    write(folder.resolve("int8"), new EhiVectorsFormat(tree, codes), documents);
    writeTruth(folder, documents, read(set, "queries"));
    write(
        folder.resolve("hnsw"), new Lucene99HnswVectorsFormat(CONNECTIONS, BEAM_WIDTH), documents);
  }

  /** The vectors of a file of the set. // (size, dim) */
  static Vectors read(Path set, String name) {
    return VectorFiles.read(set.resolve(name + ".npy"), set.resolve(name + ".ids")).vectors();
  }

  private static Vectors copies(Vectors originals, int count) {
    Vectors copies = Vectors.allocate(originals.size() * count, originals.dim());
    SplittableRandom random = new SplittableRandom(1);
    double deviation = NOISE / Math.sqrt(originals.dim());
    for (int i = 0; i < copies.size(); i++) {
      float[] row = originals.row(i % originals.size());
      copies.set(i, i < originals.size() ? row : noisy(row, deviation, random));
    }
    return copies;
  }

  private static float[] noisy(float[] row, double deviation, SplittableRandom random) {
    float[] noisy = row.clone();
    for (int j = 0; j < noisy.length; j++) {
      noisy[j] += (float) (deviation * random.nextGaussian());
    }
    Vectors.normalize(noisy);
    return noisy;
  }

  private static void write(Path folder, KnnVectorsFormat format, Vectors vectors)
      throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(
                new Lucene104Codec() {
                  @Override
                  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                    return format;
                  }
                })
            .setMergePolicy(new LogDocMergePolicy()) // keeps the order of documents
            .setUseCompoundFile(false)
            .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
            .setRAMBufferSizeMB(RAM_BUFFER_MB);
    long start = System.nanoTime();
    try (Directory directory = new MMapDirectory(folder);
        IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < vectors.size(); i++) {
        Document document = new Document();
        document.add(
            new KnnFloatVectorField(FIELD, vectors.row(i), VectorSimilarityFunction.DOT_PRODUCT));
        for (int oneIn : FILTERS) {
          if (isAccepted(i, oneIn)) {
            document.add(new StringField(ONE_IN, Integer.toString(oneIn), Field.Store.NO));
          }
        }
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    System.out.printf(
        "%s: %,d vectors in %.0f s%n",
        folder.getFileName(), vectors.size(), (System.nanoTime() - start) / 1e9);
  }

  private static boolean isAccepted(int document, int oneIn) {
    return document % oneIn == 0;
  }

  /** The file with a line a query: the K nearest documents among those that a filter accepts. */
  static Path truth(Path folder, int oneIn) {
    return folder.resolve("nearest-%d.txt".formatted(oneIn));
  }

  private static void writeTruth(Path folder, Vectors documents, Vectors queries)
      throws IOException {
    Map<Integer, List<String>> lines = new LinkedHashMap<>();
    float[] scores = new float[documents.size()];
    for (int q = 0; q < Math.min(QUERIES, queries.size()); q++) {
      DotProduct.best().rows(documents.segment(), 0, scores.length, queries.row(q), scores);
      List<Integer> ranked =
          IntStream.range(0, scores.length)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> -scores[i]))
              .toList();
      IntStream.concat(IntStream.of(1), IntStream.of(FILTERS))
          .forEach(
              oneIn ->
                  lines.computeIfAbsent(oneIn, _ -> new ArrayList<>()).add(nearest(ranked, oneIn)));
    }
    for (Map.Entry<Integer, List<String>> filter : lines.entrySet()) {
      Files.write(truth(folder, filter.getKey()), filter.getValue());
    }
  }

  private static String nearest(List<Integer> ranked, int oneIn) {
    return ranked.stream()
        .filter(document -> isAccepted(document, oneIn))
        .limit(K)
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }
}
