package dev.ehi.lucene.scan;

import dev.ehi.lucene.leaf.LeafField;
import dev.ehi.lucene.leaf.Prefetch;
import dev.ehi.lucene.leaf.RawVectors;
import java.io.IOException;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.RandomAccessInput;

/**
 * Scores the vectors of one segment against one query. Vectors of documents that are not accepted,
 * because they are deleted or filtered out, are neither scored nor counted as visited. For one
 * thread.
 */
public final class LeafScan {

  /** Vectors that are scored together. */
  public static final int BLOCK = 256;

  private static final int SPARSE = 4; // at 1 accepted of so many, look up instead of scanning

  private final SearchedSegment segment;
  private final LeafField field;
  private final float[] query; // (dim)
  private final BlockScan scan;
  private final RandomAccessInput documents; // by position
  private final KnnCollector collector;
  private final PositionCollector collected;
  private final int[] taken = new int[BLOCK]; // positions to score
  private final int[] leaves =
      new int[BLOCK]; // that hold these; not looked at where all are scored
  private int count; // of these
  private long accepted; // vectors taken up in all

  /**
   * @param query // (dim)
   */
  public LeafScan(SearchedSegment segment, float[] query, KnnCollector collector)
      throws IOException {
    this(segment, query, BlockScan.of(segment.field(), query), collector, BestLeaves.none());
  }

  /**
   * @param query // (dim)
   * @param scan for the query
   * @param best is told where what is collected lies
   */
  LeafScan(
      SearchedSegment segment,
      float[] query,
      BlockScan scan,
      KnnCollector collector,
      BestLeaves best)
      throws IOException {
    this.segment = segment;
    this.field = segment.field();
    this.query = query;
    this.scan = scan;
    this.documents = field.documents();
    this.collector = collector;
    this.collected = new PositionCollector(collector, segment, documents, best);
  }

  /**
   * Takes up the accepted documents of a leaf. They are collected a block at a time, the last ones
   * by {@link #finish}.
   *
   * @return false if the collector stopped the search
   */
  boolean leaf(int leaf) throws IOException {
    int end = field.end(leaf);
    for (int position = field.start(leaf); position < end; position++) {
      if (segment.accepted().contains(documents, position)) {
        leaves[count] = leaf;
        taken[count++] = position;
        accepted++;
        if (count == BLOCK && !finish()) {
          return false;
        }
      }
    }
    return true;
  }

  /** How many vectors lie in a leaf. */
  int size(int leaf) {
    return field.leafSize(leaf);
  }

  /** How many vectors of accepted documents lie in a leaf. */
  int accepted(int leaf) throws IOException {
    int sum = 0;
    int end = field.end(leaf);
    for (int position = field.start(leaf); position < end; position++) {
      sum += segment.accepted().contains(documents, position) ? 1 : 0;
    }
    return sum;
  }

  /** How many vectors of accepted documents were taken up from leaves. */
  long accepted() {
    return accepted;
  }

  /**
   * Collects what was taken up.
   *
   * @return false if the collector stopped the search
   */
  boolean finish() throws IOException {
    return finish(scan);
  }

  private boolean finish(BlockScan scan) throws IOException {
    if (collector.earlyTerminated()) {
      return false;
    }
    for (int done = 0; done < count && !collector.earlyTerminated(); ) {
      long allowance = Math.max(1, collector.visitLimit() - collector.visitedCount());
      int n = (int) Math.min(count - done, allowance);
      scan.block(taken, leaves, done, n, collected);
      done += n;
    }
    count = 0;
    return !collector.earlyTerminated();
  }

  /**
   * Collects all accepted documents, each counted once.
   *
   * @return false if the collector stopped the search
   */
  public boolean all() throws IOException {
    boolean few = (long) SPARSE * segment.accepted().count() < field.size();
    return few || field.copies() > 1 ? lookUp(segment.accepted().iterator()) : allLeaves();
  }

  private boolean allLeaves() throws IOException {
    for (int leaf = 0; leaf < field.tree().shape().leaves(); leaf++) {
      if (!leaf(leaf)) {
        return false;
      }
    }
    return finish();
  }

  /** Scores each vector once by itself: where they are stored, codes would be no less to read. */
  private boolean lookUp(DocIdSetIterator documentsAccepted) throws IOException {
    PlainScan plain = new PlainScan(PositionScorer.of(field, query));
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
      taken[count++] = values.position(withVector.index());
      if (count == BLOCK && !finishApart(plain)) {
        return false;
      }
      document = documentsAccepted.nextDoc();
    }
    return finishApart(plain);
  }

  /** Collects vectors that lie apart, and asks for all of them before it reads the first. */
  private boolean finishApart(PlainScan plain) throws IOException {
    if (field.layout().rawVectors() == RawVectors.KEEP) {
      Prefetch.Parts vectors = (ranges, i) -> ranges.add(field.vectorRange(taken[i], taken[i] + 1));
      field.vectorsAhead().ask(vectors, 0, count);
    }
    return finish(plain);
  }
}
