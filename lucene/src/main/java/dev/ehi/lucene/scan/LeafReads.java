package dev.ehi.lucene.scan;

import dev.ehi.lucene.leaf.LeafCodes;
import dev.ehi.lucene.leaf.LeafField;
import dev.ehi.lucene.leaf.Prefetch;
import java.io.IOException;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.apache.lucene.store.RandomAccessInput;

/**
 * What a scan of leaves reads of a segment: the codes of each leaf that has an accepted document,
 * or the vectors of the accepted documents where there are no codes.
 *
 * @param count of leaves
 * @param leaves by their number in the order of the scan
 */
record LeafReads(SearchedSegment segment, int count, IntUnaryOperator leaves)
    implements Prefetch.Parts {

  /** Of the first leaves of a plan. */
  static LeafReads of(SearchedSegment segment, LeafPlan plan, int count) {
    return new LeafReads(segment, count, plan::leaf);
  }

  /** Of these leaves. */
  static LeafReads of(SearchedSegment segment, int[] leaves) {
    return new LeafReads(segment, leaves.length, number -> leaves[number]);
  }

  /**
   * Asks for the leaves from one number on.
   *
   * @return the number of the leaf that is not asked for yet; the count if there is none
   */
  int ask(int from) throws IOException {
    LeafCodes codes = segment.field().codes();
    Prefetch ahead = codes == null ? segment.field().vectorsAhead() : codes.blocksAhead();
    return ahead.ask(this, from, count);
  }

  @Override
  public void addTo(List<Prefetch.Range> ranges, int number) throws IOException {
    LeafField field = segment.field();
    LeafCodes codes = field.codes();
    int leaf = leaves.applyAsInt(number);
    if (field.leafSize(leaf) == 0) {
      return;
    }
    if (segment.accepted().areAll()) {
      ranges.add(
          codes == null
              ? field.vectorRange(field.start(leaf), field.end(leaf))
              : codes.range(leaf));
      return;
    }
    RandomAccessInput documents = field.documents();
    for (int position = field.start(leaf); position < field.end(leaf); position++) {
      if (!segment.accepted().contains(documents, position)) {
        continue;
      }
      if (codes != null) {
        ranges.add(codes.range(leaf));
        return;
      }
      ranges.add(field.vectorRange(position, position + 1));
    }
  }
}
