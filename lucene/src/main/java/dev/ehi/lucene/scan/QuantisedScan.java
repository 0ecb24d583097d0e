package dev.ehi.lucene.scan;

import dev.ehi.lucene.leaf.LeafField;
import dev.ehi.lucene.leaf.Prefetch;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.util.hnsw.NeighborQueue;

/**
 * Scores exactly those vectors whose {@linkplain Estimates estimate} reaches the worst score that
 * is still of use as a result. In each block the highest estimates come first, so that this score
 * rises before the others are looked at; a few are scored together, and may be so in vain. Which
 * documents a search goes on from is decided by estimates alone, since that spares most of the
 * exact scores (decisions/0010).
 */
final class QuantisedScan implements BlockScan {

  private static final int GROUP = 16; // vectors that are asked for together
  private static final int TOGETHER = 4; // vectors that are scored together, so waited for once

  private final LeafField field;
  private final PositionScorer estimates;
  private final PositionScorer exact;
  private final float raisedBy; // the margin that estimates include, as a score
  private final float[] scores = new float[LeafScan.BLOCK];
  private final int[] group = new int[GROUP]; // positions
  private final float[] groupScores = new float[GROUP]; // estimates
  private final float[] exactScores = new float[TOGETHER];
  private final NeighborQueue candidates = new NeighborQueue(LeafScan.BLOCK, true);
  private int rescored;

  QuantisedScan(LeafField field, PositionScorer estimates, PositionScorer exact) {
    this.field = field;
    this.estimates = estimates;
    this.exact = exact;
    this.raisedBy = raisedBy(field);
  }

  /** Elsewhere scores are no linear function of the dot product, and the margin stays in. */
  private static float raisedBy(LeafField field) {
    return switch (field.similarity()) {
      case DOT_PRODUCT -> Objects.requireNonNull(field.codes()).margin().typical() / 2;
      case COSINE, EUCLIDEAN, MAXIMUM_INNER_PRODUCT -> 0;
    };
  }

  @Override
  public void block(int[] positions, int[] leaves, int from, int count, PositionCollector collector)
      throws IOException {
    collector.visited(count);
    estimates.score(positions, from, count, scores);
    collector.goOnFromBest(positions, leaves, from, count, scores, raisedBy);
    float competitive = collector.competitive();
    for (int i = 0; i < count; i++) {
      if (!(scores[i] < competitive)) {
        candidates.add(positions[from + i], scores[i]);
      }
    }
    rescore(collector);
  }

  private void rescore(PositionCollector collector) throws IOException {
    for (int count = nextGroup(collector); count > 0; count = nextGroup(collector)) {
      if (count > 1) {
        field.vectorsAhead().ask(this::addVector, 0, count);
      }
      int done = 0;
      for (int n = good(0, count, collector); n > 0; n = good(done, count, collector)) {
        exact.score(group, done, n, exactScores);
        for (int i = 0; i < n; i++) {
          if (exactScores[i] >= collector.competitive()) {
            collector.collect(group[done + i], exactScores[i]);
          }
        }
        done += n;
      }
      rescored += done;
    }
    candidates.clear();
  }

  /** How many of the group are to be scored together from one on. */
  private int good(int from, int count, PositionCollector collector) {
    float competitive = collector.competitive();
    int n = 0;
    while (n < TOGETHER && from + n < count && !(groupScores[from + n] < competitive)) {
      n++;
    }
    return n;
  }

  /** Takes the best candidates that are good enough; returns how many. */
  private int nextGroup(PositionCollector collector) {
    int count = 0;
    while (count < GROUP
        && candidates.size() > 0
        && !(candidates.topScore() < collector.competitive())) {
      groupScores[count] = candidates.topScore();
      group[count++] = candidates.pop();
    }
    return count;
  }

  private void addVector(List<Prefetch.Range> ranges, int candidate) {
    ranges.add(field.vectorRange(group[candidate], group[candidate] + 1));
  }

  @Override
  public int rescored() {
    return rescored;
  }
}
