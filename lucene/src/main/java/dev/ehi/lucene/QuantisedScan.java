package dev.ehi.lucene;

import java.io.IOException;
import org.apache.lucene.util.hnsw.NeighborQueue;

/**
 * Scores exactly those vectors whose {@linkplain Estimates estimate} reaches the worst score that
 * is still of use. In each block the highest estimates come first, so that this score rises before
 * the others are looked at.
 */
final class QuantisedScan implements BlockScan {

  private final PositionScorer estimates;
  private final PositionScorer exact;
  private final float[] scores = new float[LeafScan.BLOCK];
  private final int[] candidate = new int[1];
  private final float[] exactScore = new float[1];
  private final NeighborQueue candidates = new NeighborQueue(LeafScan.BLOCK, true);
  private int rescored;

  QuantisedScan(PositionScorer estimates, PositionScorer exact) {
    this.estimates = estimates;
    this.exact = exact;
  }

  @Override
  public void block(int[] positions, int from, int count, PositionCollector collector)
      throws IOException {
    collector.visited(count);
    estimates.score(positions, from, count, scores);
    float competitive = collector.competitive();
    for (int i = 0; i < count; i++) {
      if (!(scores[i] < competitive)) {
        candidates.add(positions[from + i], scores[i]);
      }
    }
    rescore(collector);
  }

  private void rescore(PositionCollector collector) throws IOException {
    while (candidates.size() > 0 && !(candidates.topScore() < collector.competitive())) {
      candidate[0] = candidates.pop();
      exact.score(candidate, 0, 1, exactScore);
      rescored++;
      if (exactScore[0] >= collector.competitive()) {
        collector.collect(candidate[0], exactScore[0]);
      }
    }
    candidates.clear();
  }

  @Override
  public int rescored() {
    return rescored;
  }
}
