package dev.ehi.lucene.scan;

import java.io.IOException;
import org.apache.lucene.store.RandomAccessInput;

/**
 * The scores of the first leaves of a plan, of one segment: computed in any order, by any threads,
 * and then read in the order of the plan as if they were computed then. What lies outside those
 * leaves, or is asked for out of order, is scored when it is asked for.
 */
public final class KnownScores implements PositionScorer {

  private final SearchedSegment segment;
  private final PositionScorer others;
  private final int[] starts; // (ranks) position of the leaf's first vector
  private final int[] offsets; // (ranks + 1) of the leaf's first score
  private final float[] scores; // by rank and position; undefined where not accepted
  private final float[] one = new float[1];
  private int reading; // rank

  /**
   * @param ranks how many leaves
   * @param others scores what lies outside the leaves
   */
  public KnownScores(SearchedSegment segment, LeafPlan plan, int ranks, PositionScorer others) {
    this.segment = segment;
    this.others = others;
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
  public PositionScorer others() {
    return others;
  }

  /** How many vectors lie in all the leaves. */
  public int size() {
    return scores.length;
  }

  /** How many vectors lie in the leaves from one rank to before another. */
  public int size(int fromRank, int toRank) {
    return offsets[toRank] - offsets[fromRank];
  }

  /**
   * Scores the accepted documents of the leaf of a rank.
   *
   * @param scorer for this thread
   * @param documents by position, for this thread
   */
  public void compute(int rank, PositionScorer scorer, RandomAccessInput documents, Scratch scratch)
      throws IOException {
    int end = starts[rank] + size(rank, rank + 1);
    int count = 0;
    for (int position = starts[rank]; position < end; position++) {
      if (segment.accepted().contains(documents, position)) {
        scratch.positions[count++] = position;
      }
      if (count == LeafScan.BLOCK || position == end - 1) {
        scorer.score(scratch.positions, 0, count, scratch.scores);
        for (int i = 0; i < count; i++) {
          scores[offsets[rank] + scratch.positions[i] - starts[rank]] = scratch.scores[i];
        }
        count = 0;
      }
    }
  }

  /** What a thread needs to compute. */
  public static final class Scratch {
    private final int[] positions = new int[LeafScan.BLOCK];
    private final float[] scores = new float[LeafScan.BLOCK];
  }

  @Override
  public void score(int[] positions, int from, int count, float[] into) throws IOException {
    if (reading == starts.length) {
      others.score(positions, from, count, into);
      return;
    }
    for (int i = 0; i < count; i++) {
      int position = positions[from + i];
      while (reading < starts.length && !holds(reading, position)) {
        reading++;
      }
      if (reading < starts.length) {
        into[i] = scores[offsets[reading] + position - starts[reading]];
      } else {
        others.score(positions, from + i, 1, one);
        into[i] = one[0];
      }
    }
  }

  private boolean holds(int rank, int position) {
    return position >= starts[rank] && position < starts[rank] + size(rank, rank + 1);
  }
}
