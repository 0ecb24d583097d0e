package dev.ehi.lucene;

import java.io.IOException;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.RandomAccessInput;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * Scores the vectors of one segment against one query. Vectors of documents that are not accepted,
 * because they are deleted or filtered out, are neither scored nor counted as visited. For one
 * thread.
 */
final class LeafScan {

  static final int BLOCK = 256; // vectors between two looks at the collector

  private static final int SPARSE = 4; // at 1 accepted of so many, look up instead of scanning

  private final LeafField field;
  private final float[] query; // (dim)
  private final BlockScan scan;
  private final RandomAccessInput documents; // by position
  private final @Nullable AcceptDocs acceptDocs;
  private final @Nullable Bits accepted; // by document; null if all are
  private final int acceptedCount;
  private final int docBase;

  /**
   * @param query // (dim)
   * @param acceptDocs the documents to look at, null for all
   * @param docBase what to add to the documents collected
   */
  LeafScan(LeafField field, float[] query, @Nullable AcceptDocs acceptDocs, int docBase)
      throws IOException {
    this.field = field;
    this.query = query;
    this.scan = BlockScan.of(field, query);
    this.documents = field.documents();
    this.acceptDocs = acceptDocs;
    this.accepted = acceptDocs == null ? null : acceptDocs.bits();
    this.acceptedCount =
        acceptDocs == null || accepted == null
            ? field.size()
            : Math.min(acceptDocs.cost(), field.size());
    this.docBase = docBase;
  }

  /** About how many documents are accepted, at most the size of the field. */
  int acceptedCount() {
    return acceptedCount;
  }

  /** Whether all documents are accepted. */
  boolean acceptsAll() {
    return accepted == null;
  }

  /** How many documents lie in a leaf. */
  int leafSize(int leaf) {
    return field.leafSize(leaf);
  }

  /** How many vectors were scored a second time, after an estimate. */
  int rescored() {
    return scan.rescored();
  }

  /**
   * Collects the accepted documents of a leaf.
   *
   * @return false if the collector stopped the search
   */
  boolean leaf(int leaf, KnnCollector collector) throws IOException {
    return positions(field.start(leaf), field.end(leaf), collector);
  }

  /**
   * Collects all accepted documents.
   *
   * @return false if the collector stopped the search
   */
  boolean all(KnnCollector collector) throws IOException {
    return acceptDocs == null || (long) SPARSE * acceptedCount >= field.size()
        ? positions(0, field.size(), collector)
        : lookUp(acceptDocs.iterator(), collector);
  }

  private boolean positions(int from, int to, KnnCollector collector) throws IOException {
    PositionCollector positions = new PositionCollector(collector, documents, docBase);
    for (int position = from; position < to; ) {
      if (collector.earlyTerminated()) {
        return false;
      }
      long allowance = Math.max(1, collector.visitLimit() - collector.visitedCount());
      int count = (int) Math.min(Math.min(BLOCK, to - position), allowance);
      block(position, count, positions);
      position += count;
    }
    return true;
  }

  /** Scores the runs of accepted documents in a block. */
  private void block(int from, int count, PositionCollector collector) throws IOException {
    if (accepted == null) {
      scan.run(from, count, collector);
    } else {
      acceptedRuns(accepted, from, from + count, collector);
    }
    scan.endBlock(collector);
  }

  private void acceptedRuns(Bits accepted, int from, int to, PositionCollector collector)
      throws IOException {
    for (int position = from; position < to; position++) {
      int runStart = position;
      while (position < to && accepted.get(document(position))) {
        position++;
      }
      if (position > runStart) {
        scan.run(runStart, position - runStart, collector);
      }
    }
  }

  /** Scores single vectors, as they are: codes would be no less to read. */
  private boolean lookUp(DocIdSetIterator documentsAccepted, KnnCollector collector)
      throws IOException {
    FloatScan single = new FloatScan(field, query);
    PositionCollector positions = new PositionCollector(collector, documents, docBase);
    LeafFloatVectorValues values = new LeafFloatVectorValues(field);
    KnnVectorValues.DocIndexIterator withVector = values.iterator();
    int document = documentsAccepted.nextDoc();
    while (document != DocIdSetIterator.NO_MORE_DOCS) {
      if (withVector.docID() < document) {
        withVector.advance(document);
      }
      if (withVector.docID() > document) {
        document = documentsAccepted.advance(withVector.docID());
        continue;
      }
      if (collector.earlyTerminated()) {
        return false;
      }
      single.run(values.position(withVector.index()), 1, positions);
      document = documentsAccepted.nextDoc();
    }
    return true;
  }

  private int document(int position) throws IOException {
    return documents.readInt((long) position * Integer.BYTES);
  }
}
