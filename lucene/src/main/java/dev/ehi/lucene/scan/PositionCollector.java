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
  private final BestLeaves best;
  private final @Nullable Set<Integer> collected; // null where a document has one position
  private final @Nullable Set<Integer> sources; // likewise

  PositionCollector(
      KnnCollector collector,
      SearchedSegment segment,
      RandomAccessInput documents,
      BestLeaves best) {
    this.collector = collector;
    this.best = best;
    this.documents = documents;
    this.docBase = segment.docBase();
    this.collected = segment.field().copies() == 1 ? null : new HashSet<>();
    this.sources = segment.field().copies() == 1 ? null : new HashSet<>();
  }

  /**
   * Notes which documents of a block the search may go on from.
   *
   * @param positions those of the block lie at indices from {@code from} on
   * @param leaves that hold them, at the same indices
   * @param scores of these, at indices 0 to count - 1
   * @param raisedBy what these scores are too high by
   */
  void goOnFromBest(
      int[] positions, int[] leaves, int from, int count, float[] scores, float raisedBy)
      throws IOException {
    float competitive = best.competitive();
    for (int i = 0; i < count; i++) {
      float score = scores[i] - raisedBy;
      if (score > competitive && isNewSource(positions[from + i])) {
        best.add(leaves[from + i], score);
        competitive = best.competitive();
      }
    }
  }

  private boolean isNewSource(int position) throws IOException {
    return sources == null || sources.add(LeafField.document(documents, position));
  }

  /** Scores below this are of no use as results. */
  float competitive() {
    return collector.minCompetitiveSimilarity();
  }

  void visited(int count) {
    collector.incVisitedCount(count);
  }

  void collect(int position, float score) throws IOException {
    int document = LeafField.document(documents, position);
    if (collected == null || collected.add(document)) {
      collector.collect(docBase + document, score);
    }
  }
}
