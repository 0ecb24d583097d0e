package dev.ehi.bench;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.format.EhiCodec;
import dev.ehi.lucene.format.EhiSearchStrategy;
import dev.ehi.lucene.format.EhiVectorsFormat;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.recall.Calibration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;

/**
 * What Lucene's own query reaches that is asked for a recall, by the calibration of the whole index
 * that each segment carries, and what it would reach if links were followed in each of several
 * segments, too. The documents are dealt out to 1, 4 or 16 segments. Printed is the share of the
 * exact top 10 of all documents that the test queries find, and how many documents they visit on
 * average.
 *
 * <p>Arguments: a model with a tree; and the set as {@code ehi encode} writes it.
 */
public final class CarriedRecallExperiment {
  private static final String FIELD = "vector";
  private static final int K = 10;
  private static final int[] SEGMENTS = {1, 4, 16};
  private static final double[] RECALLS = {.8, .9, .95, .98, .99};

  private CarriedRecallExperiment() {}

  public static void main(String[] arguments) throws IOException {
    EncodedSet set = EncodedSet.read(Path.of(arguments[1]));
    Vectors documents = set.documents().vectors();
    Tree tree = TreeArgument.of(arguments[0], documents);
    int[][] nearest = ExactNeighbours.of(documents, set.test(), K);
    Calibration calibration;
    try (ScratchIndex index = ScratchIndex.of(tree, LeafLayout.STANDARD, documents)) {
      calibration = index.searcher().calibrate(set.dev(), K, Progress.none());
    }
    EhiVectorsFormat format = new EhiVectorsFormat(tree, LeafLayout.STANDARD, () -> calibration);
    for (int segments : SEGMENTS) {
      try (Directory directory = new ByteBuffersDirectory()) {
        int[] numbers = write(directory, format, documents, segments);
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
          for (double recall : RECALLS) {
            String asked = "%2d segments, recall %.2f".formatted(segments, recall);
            EhiSearchStrategy strategy = EhiSearchStrategy.ofRecall(recall, reader, FIELD);
            report(asked, strategy, reader, numbers, set.test(), nearest);
            report(
                asked + ", links in each",
                EhiSearchStrategy.of(calibration.at(recall).budget(), reader, FIELD),
                reader,
                numbers,
                set.test(),
                nearest);
          }
        }
      }
    }
  }

  /** Which of the vectors each document of the index is. */
  private static int[] write(
      Directory directory, EhiVectorsFormat format, Vectors vectors, int segments)
      throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(new EhiCodec(format))
            .setMergePolicy(NoMergePolicy.INSTANCE)
            .setRAMBufferSizeMB(1024);
    List<Integer> numbers = new ArrayList<>();
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int segment = 0; segment < segments; segment++) {
        for (int i = segment; i < vectors.size(); i += segments) {
          Document document = new Document();
          document.add(
              new KnnFloatVectorField(FIELD, vectors.row(i), VectorSimilarityFunction.DOT_PRODUCT));
          writer.addDocument(document);
          numbers.add(i);
        }
        writer.flush();
      }
    }
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void report(
      String name,
      EhiSearchStrategy strategy,
      DirectoryReader reader,
      int[] numbers,
      Vectors queries,
      int[][] nearest)
      throws IOException {
    IndexSearcher searcher = new IndexSearcher(reader);
    long found = 0;
    long visited = 0;
    for (int i = 0; i < queries.size(); i++) {
      CountingQuery query = new CountingQuery(queries.row(i), strategy);
      Set<Integer> wanted = Arrays.stream(nearest[i]).boxed().collect(Collectors.toSet());
      for (ScoreDoc hit : searcher.search(query, K).scoreDocs) {
        found += wanted.contains(numbers[hit.doc]) ? 1 : 0;
      }
      visited += query.visited;
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %.4f found, %7.1f documents visited%n",
        name,
        (double) found / (K * queries.size()),
        (double) visited / queries.size());
  }

  /** Keeps how many documents it visited. */
  private static final class CountingQuery extends KnnFloatVectorQuery {
    private long visited;

    CountingQuery(float[] target, EhiSearchStrategy strategy) {
      super(FIELD, target, K, null, strategy);
    }

    @Override
    protected TopDocs mergeLeafResults(TopDocs[] perSegment) {
      visited = Arrays.stream(perSegment).mapToLong(found -> found.totalHits.value()).sum();
      return super.mergeLeafResults(perSegment);
    }
  }
}
