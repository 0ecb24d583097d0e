package dev.ehi.lucene;

import dev.ehi.core.quantised.QuantisedQuery;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.apache.lucene.util.VectorUtil;
import org.apache.lucene.util.hnsw.NeighborQueue;

/**
 * Estimates every score from the codes, and scores exactly those vectors whose estimate, plus the
 * margin of the segment, reaches the worst score that is still of use. In each block the highest
 * estimates come first, so that this score rises before the others are looked at.
 */
final class QuantisedScan implements BlockScan {

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final LeafField field;
  private final LeafCodes codes;
  private final MappedBytes bytes;
  private final QuantisedQuery query;
  private final float querySquares;
  private final float baseMargin; // of a dot product
  private final float slopeMargin; // for a factor of 1
  private final PositionScorer exact;
  private final float[] scores = new float[LeafScan.BLOCK];
  private final float[] exactScore = new float[1];
  private final NeighborQueue candidates = new NeighborQueue(LeafScan.BLOCK, true);
  private int rescored;

  private int leaf = -1; // whose block is being read
  private LeafBlock block;
  private float mean; // estimated dot product of the query and the mean of the leaf

  /**
   * @param query // (dim)
   */
  QuantisedScan(LeafField field, LeafCodes codes, float[] query) throws IOException {
    this.field = field;
    this.codes = codes;
    this.exact = PositionScorer.of(field, query);
    this.bytes = new MappedBytes(codes.blocks());
    this.query = codes.quantiser().query(query);
    this.querySquares = VectorUtil.dotProduct(query, query);
    float queryLength = (float) Math.sqrt(querySquares);
    this.baseMargin = codes.margin().base() * queryLength;
    this.slopeMargin = codes.margin().slope() * queryLength;
    this.block = codes.block(0);
  }

  @Override
  public void run(int from, int count, PositionCollector collector) throws IOException {
    collector.visited(count);
    float competitive = collector.competitive();
    int to = from + count;
    for (int position = from; position < to; ) {
      open(position);
      int n = Math.min(field.end(leaf), to) - position;
      estimate(position - field.start(leaf) + 1, n);
      for (int i = 0; i < n; i++) {
        if (!(scores[i] < competitive)) {
          candidates.add(position + i, scores[i]);
        }
      }
      position += n;
    }
  }

  /** Moves to the leaf that holds a position. */
  private void open(int position) throws IOException {
    if (leaf >= 0 && position >= field.start(leaf) && position < field.end(leaf)) {
      return;
    }
    leaf = field.leafOf(position);
    block = codes.block(leaf);
    query.score(bytes.range(codes.offset(leaf), block.rowBytes()), 0, 1, scores);
    mean = scores[0] * bytes.range(codes.offset(leaf) + block.factor(0), Float.BYTES).get(FLOAT, 0);
  }

  /** The scores that rows of the block have at best, up to the margin. */
  private void estimate(int row, int count) throws IOException {
    long offset = codes.offset(leaf);
    query.score(bytes.range(offset + block.row(row), count * block.rowBytes()), 0, count, scores);
    MemorySegment factors = bytes.range(offset + block.factor(row), count * Float.BYTES);
    float base = mean + baseMargin;
    for (int i = 0; i < count; i++) {
      float factor = factors.get(FLOAT, (long) i * Float.BYTES);
      scores[i] = base + factor * (scores[i] + slopeMargin);
    }
    toScores(row, count);
  }

  private void toScores(int row, int count) throws IOException {
    switch (field.similarity()) {
      case DOT_PRODUCT -> {
        for (int i = 0; i < count; i++) {
          scores[i] = VectorUtil.normalizeToUnitInterval(scores[i]);
        }
      }
      case MAXIMUM_INNER_PRODUCT -> {
        for (int i = 0; i < count; i++) {
          scores[i] = VectorUtil.scaleMaxInnerProductScore(scores[i]);
        }
      }
      case COSINE -> {
        MemorySegment squares = squaredLengths(row, count);
        for (int i = 0; i < count; i++) {
          double lengths = Math.sqrt((double) querySquares * square(squares, i));
          scores[i] = VectorUtil.normalizeToUnitInterval((float) (scores[i] / lengths));
        }
      }
      case EUCLIDEAN -> {
        MemorySegment squares = squaredLengths(row, count);
        for (int i = 0; i < count; i++) {
          float distance = querySquares + square(squares, i) - 2 * scores[i];
          scores[i] = VectorUtil.normalizeDistanceToUnitInterval(Math.max(0, distance));
        }
      }
    }
  }

  private MemorySegment squaredLengths(int row, int count) throws IOException {
    return bytes.range(codes.offset(leaf) + block.squaredLength(row), count * Float.BYTES);
  }

  private static float square(MemorySegment squares, int i) {
    return squares.get(FLOAT, (long) i * Float.BYTES);
  }

  @Override
  public void endBlock(PositionCollector collector) throws IOException {
    while (candidates.size() > 0 && !(candidates.topScore() < collector.competitive())) {
      int position = candidates.pop();
      exact.score(position, 1, exactScore);
      rescored++;
      if (exactScore[0] >= collector.competitive()) {
        collector.collect(position, exactScore[0]);
      }
    }
    candidates.clear();
  }

  @Override
  public int rescored() {
    return rescored;
  }
}
