package dev.ehi.cli.index;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.Document;
import dev.ehi.data.RetrievalSet;
import dev.ehi.encoder.OnnxEncoder;
import dev.ehi.lucene.EhiIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** Encodes documents as they are read and adds them to an index. */
public final class Indexer {

  private final OnnxEncoder encoder;
  private final EhiIndex index;

  public Indexer(OnnxEncoder encoder, EhiIndex index) {
    this.encoder = encoder;
    this.index = index;
  }

  /** Adds the corpus of a set and commits. */
  public IndexingReport add(RetrievalSet set, Progress progress) throws IOException {
    long start = System.nanoTime();
    long total;
    try (Stream<Document> documents = set.documents()) {
      total = documents.count();
    }
    try (Stream<Document> documents = set.documents()) {
      encoder.documents(documents.iterator(), Document::passage, total, this::addAll, progress);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    index.commit();
    return new IndexingReport(total, index.size(), (System.nanoTime() - start) / 1e9);
  }

  private void addAll(List<Document> documents, Vectors vectors) {
    try {
      for (int i = 0; i < documents.size(); i++) {
        Document document = documents.get(i);
        index.add(document.id(), document.title(), document.text(), vectors.row(i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
