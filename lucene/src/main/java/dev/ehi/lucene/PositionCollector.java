package dev.ehi.lucene;

import java.io.IOException;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.RandomAccessInput;

/** Hands positions of a segment to a collector of documents. For one thread. */
final class PositionCollector {

  private final KnnCollector collector;
  private final RandomAccessInput documents; // by position
  private final int docBase;

  /**
   * @param docBase what to add to the documents
   */
  PositionCollector(KnnCollector collector, RandomAccessInput documents, int docBase) {
    this.collector = collector;
    this.documents = documents;
    this.docBase = docBase;
  }

  /** Scores below this are of no use. */
  float competitive() {
    return collector.minCompetitiveSimilarity();
  }

  void visited(int count) {
    collector.incVisitedCount(count);
  }

  void collect(int position, float score) throws IOException {
    collector.collect(docBase + LeafField.document(documents, position), score);
  }
}
