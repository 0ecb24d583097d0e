package dev.ehi.lucene.scan;

import java.io.IOException;
import java.util.List;

/** Asks for leaves that are read in the order in which they lie, some of them at a time. */
public final class LeavesAhead {

  private final List<LeafReads> reads; // of each segment
  private final int[] leaves; // ascending
  private final int[] asked; // by segment: how many of the leaves

  /**
   * @param leaves ascending
   */
  public LeavesAhead(List<SearchedSegment> segments, int[] leaves) {
    this.reads = segments.stream().map(segment -> LeafReads.of(segment, leaves)).toList();
    this.leaves = leaves;
    this.asked = new int[reads.size()];
  }

  /** Asks for a leaf and those that follow it, where that is not done. */
  public void reach(int leaf) throws IOException {
    for (int s = 0; s < asked.length; s++) {
      while (asked[s] < leaves.length && leaves[asked[s]] <= leaf) {
        asked[s] = reads.get(s).ask(asked[s]);
      }
    }
  }
}
