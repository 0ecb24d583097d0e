package dev.ehi.bench.peers;

import dev.ehi.bench.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.IOUtils;

/**
 * A Lucene index of one vector field, merged into one segment and searched by Lucene's own queries
 * in one thread. Documents that are added later are searched from a near-real-time reader. Document
 * numbers are rows of the workload.
 */
final class LuceneIndex implements PeerIndex {

  static final String FIELD = "vector";

  /** As large as Lucene allows, so that most sets are written in one flush. */
  private static final double RAM_BUFFER_MB = 1900;

  private final Workload workload;
  private final List<QuerySetting> querySettings;
  private final float[][] queries; // (queries, dim)
  private final Directory directory;
  private final IndexWriter writer;
  private final Timing built;
  private int size;
  private DirectoryReader reader;
  private IndexSearcher searcher;

  /** Search parameters, as Lucene's query that has them. */
  record QuerySetting(String name, QueryMaker maker) {}

  /** Makes the query for one vector. */
  interface QueryMaker {
    Query query(IndexReader reader, float[] vector) throws IOException;
  }

  LuceneIndex(Workload workload, Codec codec, int count, List<QuerySetting> querySettings)
      throws IOException {
    this.workload = workload;
    this.querySettings = querySettings;
    this.queries = workload.queryRows();
    this.directory = new MMapDirectory(Files.createTempDirectory(workload.scratch(), "lucene"));
    this.writer =
        new IndexWriter(
            directory,
            new IndexWriterConfig()
                .setCodec(codec)
                .setMergePolicy(new LogDocMergePolicy()) // keeps the order of documents
                .setMergeScheduler(new SerialMergeScheduler())
                .setUseCompoundFile(false)
                .setMaxBufferedDocs(IndexWriterConfig.DISABLE_AUTO_FLUSH)
                .setRAMBufferSizeMB(RAM_BUFFER_MB));
    this.built =
        Timing.of(
            () -> {
              add(count);
              writer.forceMerge(1);
              writer.commit();
            });
    this.reader = DirectoryReader.open(writer);
    this.searcher = new IndexSearcher(reader);
  }

  private void add(int to) throws IOException {
    for (; size < to; size++) {
      Document document = new Document();
      document.add(
          new KnnFloatVectorField(
              FIELD, workload.documents().row(size), VectorSimilarityFunction.DOT_PRODUCT));
      writer.addDocument(document);
    }
  }

  @Override
  public Timing built() {
    return built;
  }

  @Override
  public Timing extend(int to) throws IOException {
    return Timing.of(
        () -> {
          add(to);
          DirectoryReader changed = DirectoryReader.openIfChanged(reader, writer);
          if (changed != null) {
            reader.close();
            reader = changed;
            searcher = new IndexSearcher(reader);
          }
        });
  }

  @Override
  public List<Setting> settings() {
    return querySettings.stream()
        .map(
            setting ->
                new Setting(
                    setting.name(),
                    query -> Answer.timed(() -> search(setting.maker(), queries[query]))))
        .toList();
  }

  private int[] search(QueryMaker maker, float[] vector) throws IOException {
    ScoreDoc[] hits = searcher.search(maker.query(reader, vector), Workload.K).scoreDocs;
    return Arrays.stream(hits).mapToInt(hit -> hit.doc).toArray();
  }

  @Override
  public Size size() throws IOException {
    long bytes = 0;
    for (String file : directory.listAll()) {
      bytes += directory.fileLength(file);
    }
    return new Size(bytes, "files");
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(reader, writer, directory);
  }
}
