package dev.ehi.eval.lucene;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import dev.ehi.eval.curve.Found;
import dev.ehi.eval.curve.Hits;
import dev.ehi.lucene.format.EhiSearchStrategy;
import dev.ehi.lucene.scan.Budget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.HnswQueueSaturationCollector;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * A Lucene index of one segment and one vector field in a temporary directory; document numbers are
 * ordinals. Safe for concurrent searches.
 */
public final class SegmentIndex implements AutoCloseable {

  private static final double SATURATION = .995; // share of the best that stay as they are
  private static final double PATIENCE = .3; // of k, candidates in a row
  private static final int LEAST_PATIENCE = 7;
  private static final String FIELD = "vector";

  /** As large as Lucene allows, so that most sets are written in one flush. */
  private static final double RAM_BUFFER_MB = 1900;

  private final Path path;
  private final Directory directory;
  private final DirectoryReader reader;
  private final LeafReader segment;
  private final double buildSeconds;

  private SegmentIndex(Path path, Directory directory, double buildSeconds) throws IOException {
    this.path = path;
    this.directory = directory;
    this.reader = DirectoryReader.open(directory);
    this.segment = reader.leaves().getFirst().reader();
    this.buildSeconds = buildSeconds;
  }

  /**
   * Indexes vectors of length 1.
   *
   * @throws UncheckedIOException if the temporary directory cannot be written
   */
  public static SegmentIndex build(KnnVectorsFormat format, Vectors documents, Progress progress) {
    try {
      Path path = Files.createTempDirectory("ehi-eval");
      Directory directory = new MMapDirectory(path);
      try {
        long start = System.nanoTime();
        write(directory, format, documents, progress);
        return new SegmentIndex(path, directory, (System.nanoTime() - start) / 1e9);
      } catch (Throwable t) {
        IOUtils.closeWhileSuppressingExceptions(t, directory, () -> delete(path));
        throw t;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path path) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(path);
  }

  private static void write(
      Directory directory, KnnVectorsFormat format, Vectors documents, Progress progress)
      throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(codec(format))
            .setMergePolicy(new LogDocMergePolicy()) // keeps the order of documents
            .setUseCompoundFile(false)
            .setMaxBufferedDocs(IndexWriterConfig.DISABLE_AUTO_FLUSH)
            .setRAMBufferSizeMB(RAM_BUFFER_MB);
    try (Progress.Task task = progress.start("index", documents.size(), "documents");
        IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < documents.size(); i++) {
        Document document = new Document();
        document.add(
            new KnnFloatVectorField(FIELD, documents.row(i), VectorSimilarityFunction.DOT_PRODUCT));
        writer.addDocument(document);
        task.advance(1);
      }
      writer.forceMerge(1);
      writer.commit();
    }
  }

  private static Lucene104Codec codec(KnnVectorsFormat format) {
    return new Lucene104Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return format;
      }
    };
  }

  /** The strategy for an index in EHI's format to spend a budget. */
  public KnnSearchStrategy spending(Budget budget) {
    try {
      return EhiSearchStrategy.of(budget, reader, FIELD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Wall time of writing the index. */
  public double buildSeconds() {
    return buildSeconds;
  }

  /**
   * Searches for the k nearest documents; what routing cost is not told.
   *
   * @param query // (dim)
   * @param strategy what the format is told of beam or budget; null for its default
   */
  public Found search(float[] query, int k, @Nullable KnnSearchStrategy strategy) {
    return search(query, new TopKnnCollector(k, Integer.MAX_VALUE, strategy));
  }

  /**
   * Searches a graph for the k nearest documents until for some time hardly any candidate has been
   * among the k best, with the thresholds of {@link
   * org.apache.lucene.search.PatienceKnnVectorQuery}.
   *
   * @param query // (dim)
   */
  public Found searchPatiently(float[] query, int k) {
    int patience = Math.max(LEAST_PATIENCE, (int) (PATIENCE * k));
    return search(
        query,
        new HnswQueueSaturationCollector(
            new TopKnnCollector(k, Integer.MAX_VALUE, KnnSearchStrategy.Hnsw.DEFAULT),
            SATURATION,
            patience));
  }

  private Found search(float[] query, KnnCollector collector) {
    try {
      segment.searchNearestVectors(
          FIELD, query, collector, AcceptDocs.fromLiveDocs(null, segment.maxDoc()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ScoreDoc[] found = collector.topDocs().scoreDocs;
    int[] documents = new int[found.length];
    float[] scores = new float[found.length];
    for (int rank = 0; rank < found.length; rank++) {
      documents[rank] = found[rank].doc;
      scores[rank] = found[rank].score;
    }
    return new Found(new Hits(documents, scores), collector.visitedCount(), /* routing= */ 0);
  }

  /** Closes and deletes the index. */
  @Override
  public void close() {
    try {
      IOUtils.close(reader, directory, () -> delete(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
