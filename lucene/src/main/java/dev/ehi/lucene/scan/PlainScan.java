package dev.ehi.lucene.scan;

import java.io.IOException;

/** Collects by the scores that are returned, each vector scored once. */
final class PlainScan implements BlockScan {

  private final PositionScorer scorer;
  private final float[] scores = new float[LeafScan.BLOCK];

  PlainScan(PositionScorer scorer) {
    this.scorer = scorer;
  }

  @Override
  public void block(int[] positions, int[] leaves, int from, int count, PositionCollector collector)
      throws IOException {
    scorer.score(positions, from, count, scores);
    collector.visited(count);
    collector.goOnFromBest(positions, leaves, from, count, scores, 0);
    float competitive = collector.competitive();
    for (int i = 0; i < count; i++) {
      if (scores[i] >= competitive) {
        collector.collect(positions[from + i], scores[i]);
        competitive = collector.competitive();
      }
    }
  }

  @Override
  public int rescored() {
    return 0;
  }
}
