package dev.ehi.cli.index;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.Document;
import dev.ehi.data.RetrievalSet;
import dev.ehi.encoder.OnnxEncoder;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.EhiSearcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Encodes documents as they are read and adds them to an index, committing now and then. */
final class Indexer {

  private static final Duration BETWEEN_COMMITS = Duration.ofSeconds(30);

  private final OnnxEncoder encoder;
  private final EhiIndex index;
  private long added;
  private long lastCommit;

  Indexer(OnnxEncoder encoder, EhiIndex index) {
    this.encoder = encoder;
    this.index = index;
  }

  /** Adds all documents of a set, in place of those with the same ids. */
  IndexingReport addAll(RetrievalSet set, Progress progress) throws IOException {
    return add(set, document -> true, progress);
  }

  /** Adds the documents of a set whose ids are not in the index. */
  IndexingReport addMissing(RetrievalSet set, Progress progress) throws IOException {
    try (EhiSearcher before = index.searcher()) {
      return add(set, document -> isMissing(before, document), progress);
    }
  }

  private IndexingReport add(RetrievalSet set, Predicate<Document> wanted, Progress progress)
      throws IOException {
    long start = System.nanoTime();
    lastCommit = start;
    long total;
    try (Stream<Document> documents = set.documents()) {
      total = documents.filter(wanted).count();
    }
    try (Stream<Document> documents = set.documents().filter(wanted)) {
      encoder.documents(documents.iterator(), Document::passage, total, this::add, progress);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    index.commit();
    return new IndexingReport(added, index.size(), (System.nanoTime() - start) / 1e9);
  }

  private void add(List<Document> documents, Vectors vectors) {
    try {
      for (int i = 0; i < documents.size(); i++) {
        Document document = documents.get(i);
        index.add(document.id(), document.title(), document.text(), vectors.row(i));
      }
      added += documents.size();
      if (System.nanoTime() - lastCommit > BETWEEN_COMMITS.toNanos()) {
        index.commit();
        lastCommit = System.nanoTime();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isMissing(EhiSearcher searcher, Document document) {
    try {
      return searcher.document(document.id()).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
