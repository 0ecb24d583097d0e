package dev.ehi.lucene.scan;

import dev.ehi.core.quantised.QuantisedQuery;
import dev.ehi.lucene.leaf.LeafBlock;
import dev.ehi.lucene.leaf.LeafCodes;
import dev.ehi.lucene.leaf.LeafField;
import dev.ehi.lucene.leaf.MappedBytes;
import dev.ehi.lucene.leaf.Margin;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.apache.lucene.util.VectorUtil;

/**
 * Estimates scores from the codes of the leaves, and raises them by a margin: with that of the
 * segment they are the scores that vectors have at best, with none the most likely ones.
 */
final class Estimates implements PositionScorer {

  private static final long[] ROW = {0}; // the offset of a row that is read by itself

  private final LeafField field;
  private final LeafCodes codes;
  private final MappedBytes bytes;
  private final QuantisedQuery query;
  private final float querySquares;
  private final float baseMargin; // of a dot product
  private final float slopeMargin; // for a factor of 1
  private final int[] leaves = new int[LeafScan.BLOCK]; // that hold the positions
  private final long[] rows = new long[2 * LeafScan.BLOCK]; // offsets: of means before their leaves
  private final float[] products = new float[2 * LeafScan.BLOCK]; // of these rows and the query

  private final float[] product = new float[1];

  private int leaf = -1; // whose mean is known
  private float mean; // estimated dot product of the query and the mean of the leaf

  /**
   * @param query // (dim)
   */
  Estimates(LeafField field, LeafCodes codes, Margin margin, float[] query) throws IOException {
    this.field = field;
    this.codes = codes;
    this.bytes = new MappedBytes(codes.blocks());
    this.query = codes.quantiser().query(query);
    this.querySquares = VectorUtil.dotProduct(query, query);
    float queryLength = (float) Math.sqrt(querySquares);
    this.baseMargin = margin.base() * queryLength;
    this.slopeMargin = margin.slope() * queryLength;
  }

  /** At most {@link LeafScan#BLOCK} positions at once. */
  @Override
  public void score(int[] positions, int from, int count, float[] scores) throws IOException {
    multiply(findRows(positions, from, count));
    int product = 0;
    for (int i = 0; i < count; i++) {
      LeafBlock block = codes.block(leaves[i]);
      long offset = codes.offset(leaves[i]);
      if (leaves[i] != leaf) {
        leaf = leaves[i];
        mean = products[product++] * bytes.getFloat(offset + block.factor(0));
      }
      int row = positions[from + i] - field.start(leaf) + 1;
      float factor = bytes.getFloat(offset + block.factor(row));
      float best = mean + baseMargin + factor * (products[product++] + slopeMargin);
      scores[i] = toScore(best, offset + block.squaredLength(row));
    }
  }

  /** The rows that are needed for some positions; returns their number. */
  private int findRows(int[] positions, int from, int count) {
    int found = 0;
    int current = leaf;
    for (int i = 0; i < count; i++) {
      int position = positions[from + i];
      if (!holds(current, position)) {
        current = field.leafOf(position);
        rows[found++] = codes.offset(current);
      }
      leaves[i] = current;
      int row = position - field.start(current) + 1;
      rows[found++] = codes.offset(current) + codes.block(current).row(row);
    }
    return found;
  }

  private boolean holds(int leaf, int position) {
    return leaf >= 0 && position >= field.start(leaf) && position < field.end(leaf);
  }

  private void multiply(int count) throws IOException {
    MemorySegment all = bytes.all();
    if (all != null) {
      query.score(all, rows, count, products);
      return;
    }
    for (int i = 0; i < count; i++) {
      query.score(bytes.range(rows[i], codes.quantiser().rowBytes()), ROW, 1, product);
      products[i] = product[0];
    }
  }

  private float toScore(float dot, long squaredLength) throws IOException {
    return switch (field.similarity()) {
      case DOT_PRODUCT -> VectorUtil.normalizeToUnitInterval(dot);
      case MAXIMUM_INNER_PRODUCT -> VectorUtil.scaleMaxInnerProductScore(dot);
      case COSINE -> {
        double lengths = Math.sqrt((double) querySquares * bytes.getFloat(squaredLength));
        yield VectorUtil.normalizeToUnitInterval((float) (dot / lengths));
      }
      case EUCLIDEAN -> {
        float distance = querySquares + bytes.getFloat(squaredLength) - 2 * dot;
        yield VectorUtil.normalizeDistanceToUnitInterval(Math.max(0, distance));
      }
    };
  }
}
