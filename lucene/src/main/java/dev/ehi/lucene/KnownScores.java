package dev.ehi.lucene;

import java.io.IOException;
import org.apache.lucene.store.RandomAccessInput;

/**
 * The scores of the leaves that a plan admits, of one segment: computed in any order, by any
 * threads, and then read in the order of the plan as if they were computed then. What lies outside
 * those leaves is scored when it is asked for.
 */
final class KnownScores implements PositionScorer {

  private final SearchedSegment segment;
  private final PositionScorer others;
  private final int[] starts; // (ranks) position of the leaf's first vector
  private final int[] offsets; // (ranks + 1) of the leaf's first score
  private final float[] scores; // by rank and position; undefined where not accepted
  private int reading; // rank

  /**
   * @param others scores what lies outside the leaves
   */
  KnownScores(SearchedSegment segment, LeafPlan plan, PositionScorer others) {
    this.segment = segment;
    this.others = others;
    int ranks = plan.admitted();
    starts = new int[ranks];
    offsets = new int[ranks + 1];
    for (int rank = 0; rank < ranks; rank++) {
      int leaf = plan.leaf(rank);
      starts[rank] = segment.field().start(leaf);
      offsets[rank + 1] = offsets[rank] + segment.field().leafSize(leaf);
    }
    scores = new float[offsets[ranks]];
  }

  /** Scores what lies outside the leaves, and may be lent to {@link #compute}. */
  PositionScorer others() {
    return others;
  }

  /** How many vectors lie in the leaves from one rank to before another. */
  int size(int fromRank, int toRank) {
    return offsets[toRank] - offsets[fromRank];
  }

  /**
   * Scores the accepted documents of the leaf of a rank.
   *
   * @param scorer for this thread
   * @param documents by position, for this thread
   * @param scratch of at least {@link LeafScan#BLOCK}, for this thread
   */
  void compute(int rank, PositionScorer scorer, RandomAccessInput documents, float[] scratch)
      throws IOException {
    int end = starts[rank] + size(rank, rank + 1);
    int shift = offsets[rank] - starts[rank];
    for (int from = starts[rank]; from < end; from += LeafScan.BLOCK) {
      int to = Math.min(from + LeafScan.BLOCK, end);
      segment
          .accepted()
          .runs(
              documents,
              from,
              to,
              (position, count) -> {
                scorer.score(position, count, scratch);
                System.arraycopy(scratch, 0, scores, position + shift, count);
              });
    }
  }

  @Override
  public void score(int position, int count, float[] into) throws IOException {
    while (reading < starts.length && !holds(reading, position)) {
      reading++;
    }
    if (reading == starts.length) {
      others.score(position, count, into);
    } else {
      int from = offsets[reading] + position - starts[reading];
      System.arraycopy(scores, from, into, 0, count);
    }
  }

  private boolean holds(int rank, int position) {
    return position >= starts[rank] && position < starts[rank] + size(rank, rank + 1);
  }
}
