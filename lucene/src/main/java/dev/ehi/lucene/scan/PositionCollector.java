package dev.ehi.lucene.scan;

import dev.ehi.lucene.leaf.LeafField;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.RandomAccessInput;
import org.jspecify.annotations.Nullable;

/**
 * Hands positions of a segment to a collector of documents, each document once. For one search by
 * one thread.
 */
final class PositionCollector {

  private final KnnCollector collector;
  private final RandomAccessInput documents; // by position
  private final int docBase;
  private final LeafField field;
  private final BestLeaves best;
  private final @Nullable Set<Integer> collected; // null where a document has one position

  PositionCollector(
      KnnCollector collector,
      SearchedSegment segment,
      RandomAccessInput documents,
      BestLeaves best) {
    this.collector = collector;
    this.field = segment.field();
    this.best = best;
    this.documents = documents;
    this.docBase = segment.docBase();
    this.collected = segment.field().copies() == 1 ? null : new HashSet<>();
  }

  /** Scores below this are of no use. */
  float competitive() {
    return Math.min(collector.minCompetitiveSimilarity(), best.competitive());
  }

  void visited(int count) {
    collector.incVisitedCount(count);
  }

  void collect(int position, float score) throws IOException {
    int document = LeafField.document(documents, position);
    if (collected == null || collected.add(document)) {
      collector.collect(docBase + document, score);
      if (score > best.competitive()) {
        best.add(field.leafOf(position), score);
      }
    }
  }
}
