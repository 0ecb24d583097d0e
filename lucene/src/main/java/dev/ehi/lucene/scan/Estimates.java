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

  private int leaf = -1; // whose mean is known
  private float mean; // estimated dot product of the query and what the leaf is coded around

  /**
   * @param query // (dim)
   */
  Estimates(LeafField field, LeafCodes codes, Margin margin, float[] query) throws IOException {
    this.field = field;
    this.codes = codes;
    this.bytes = codes.blockBytes();
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
    int next = 0; // product
    for (int i = 0; i < count; i++) {
      LeafBlock block = codes.block(leaves[i]);
      long offset = codes.offset(leaves[i]);
      if (leaves[i] != leaf) {
        leaf = leaves[i];
        mean = block.isCentred() ? products[next++] * bytes.getFloat(offset + block.factor(0)) : 0;
      }
      int row = block.rowOf(positions[from + i] - field.start(leaf));
      float factor = bytes.getFloat(offset + block.factor(row));
      float best = mean + baseMargin + factor * (products[next++] + slopeMargin);
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
        if (codes.block(current).isCentred()) {
          rows[found++] = codes.offset(current);
        }
      }
      leaves[i] = current;
      LeafBlock block = codes.block(current);
      int row = block.rowOf(position - field.start(current));
      rows[found++] = codes.offset(current) + block.row(row);
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
    } else {
      multiplyByRuns(count);
    }
  }

  /** Reads rows together that lie side by side. */
  private void multiplyByRuns(int count) throws IOException {
    int rowBytes = codes.quantiser().rowBytes();
    long[] offsets = new long[count];
    float[] found = new float[count];
    for (int first = 0; first < count; ) {
      int n = 1;
      while (first + n < count && rows[first + n] == rows[first] + (long) n * rowBytes) {
        offsets[n] = (long) n * rowBytes;
        n++;
      }
      query.score(bytes.range(rows[first], n * rowBytes), offsets, n, found);
      System.arraycopy(found, 0, products, first, n);
      first += n;
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
