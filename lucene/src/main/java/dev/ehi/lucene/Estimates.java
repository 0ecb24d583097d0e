package dev.ehi.lucene;

import dev.ehi.core.quantised.QuantisedQuery;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.apache.lucene.util.VectorUtil;

/**
 * Estimates scores from the codes of the leaves: the scores that vectors have at best, up to the
 * margin of the segment.
 */
final class Estimates implements PositionScorer {

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final LeafField field;
  private final LeafCodes codes;
  private final MappedBytes bytes;
  private final QuantisedQuery query;
  private final float querySquares;
  private final float baseMargin; // of a dot product
  private final float slopeMargin; // for a factor of 1
  private final float[] products = new float[LeafScan.BLOCK]; // of a part of the range asked for

  private int leaf = -1; // whose block is being read
  private LeafBlock block;
  private float mean; // estimated dot product of the query and the mean of the leaf

  /**
   * @param query // (dim)
   */
  Estimates(LeafField field, LeafCodes codes, float[] query) throws IOException {
    this.field = field;
    this.codes = codes;
    this.bytes = new MappedBytes(codes.blocks());
    this.query = codes.quantiser().query(query);
    this.querySquares = VectorUtil.dotProduct(query, query);
    float queryLength = (float) Math.sqrt(querySquares);
    this.baseMargin = codes.margin().base() * queryLength;
    this.slopeMargin = codes.margin().slope() * queryLength;
    this.block = codes.block(0);
  }

  /** At most {@link LeafScan#BLOCK} positions at once. */
  @Override
  public void score(int position, int count, float[] scores) throws IOException {
    int to = position + count;
    for (int from = position; from < to; ) {
      open(from);
      int n = Math.min(field.end(leaf), to) - from;
      estimate(from - field.start(leaf) + 1, n);
      System.arraycopy(products, 0, scores, from - position, n);
      from += n;
    }
  }

  /** Moves to the leaf that holds a position. */
  private void open(int position) throws IOException {
    if (leaf >= 0 && position >= field.start(leaf) && position < field.end(leaf)) {
      return;
    }
    leaf = field.leafOf(position);
    block = codes.block(leaf);
    query.score(bytes.range(codes.offset(leaf), block.rowBytes()), 0, 1, products);
    mean =
        products[0] * bytes.range(codes.offset(leaf) + block.factor(0), Float.BYTES).get(FLOAT, 0);
  }

  private void estimate(int row, int count) throws IOException {
    long offset = codes.offset(leaf);
    query.score(bytes.range(offset + block.row(row), count * block.rowBytes()), 0, count, products);
    MemorySegment factors = bytes.range(offset + block.factor(row), count * Float.BYTES);
    float base = mean + baseMargin;
    for (int i = 0; i < count; i++) {
      float factor = factors.get(FLOAT, (long) i * Float.BYTES);
      products[i] = base + factor * (products[i] + slopeMargin);
    }
    toScores(row, count);
  }

  private void toScores(int row, int count) throws IOException {
    switch (field.similarity()) {
      case DOT_PRODUCT -> {
        for (int i = 0; i < count; i++) {
          products[i] = VectorUtil.normalizeToUnitInterval(products[i]);
        }
      }
      case MAXIMUM_INNER_PRODUCT -> {
        for (int i = 0; i < count; i++) {
          products[i] = VectorUtil.scaleMaxInnerProductScore(products[i]);
        }
      }
      case COSINE -> {
        MemorySegment squares = squaredLengths(row, count);
        for (int i = 0; i < count; i++) {
          double lengths = Math.sqrt((double) querySquares * square(squares, i));
          products[i] = VectorUtil.normalizeToUnitInterval((float) (products[i] / lengths));
        }
      }
      case EUCLIDEAN -> {
        MemorySegment squares = squaredLengths(row, count);
        for (int i = 0; i < count; i++) {
          float distance = querySquares + square(squares, i) - 2 * products[i];
          products[i] = VectorUtil.normalizeDistanceToUnitInterval(Math.max(0, distance));
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
}
