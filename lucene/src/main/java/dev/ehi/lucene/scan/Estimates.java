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
  private final float[] products = new float[LeafScan.BLOCK + 1]; // of rows of a leaf

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
    for (int done = 0; done < count; ) {
      int first = positions[from + done];
      int holder = holds(first) ? leaf : field.leafOf(first);
      int n = 1; // of a run within the leaf
      while (done + n < count
          && positions[from + done + n] == first + n
          && first + n < field.end(holder)) {
        n++;
      }
      estimate(holder, first - field.start(holder) + 1, n, scores, done);
      done += n;
    }
  }

  private boolean holds(int position) {
    return leaf >= 0 && position >= field.start(leaf) && position < field.end(leaf);
  }

  private void estimate(int holder, int row, int count, float[] scores, int at) throws IOException {
    LeafBlock block = codes.block(holder);
    long offset = codes.offset(holder);
    int skipped = 0; // products before the first wanted one
    if (holder != leaf && row == 1) {
      multiply(offset, count + 1, block);
      skipped = 1;
    } else if (holder != leaf) {
      multiply(offset, 1, block);
    }
    if (holder != leaf) {
      mean = products[0] * bytes.getFloat(offset + block.factor(0));
      leaf = holder;
    }
    if (skipped == 0) {
      multiply(offset + block.row(row), count, block);
    }
    float base = mean + baseMargin;
    long factors = offset + block.factor(row);
    for (int i = 0; i < count; i++) {
      float factor = bytes.getFloat(factors + (long) i * Float.BYTES);
      scores[at + i] = base + factor * (products[skipped + i] + slopeMargin);
    }
    toScores(offset + block.squaredLength(row), count, scores, at);
  }

  /** The dot products of rows of codes and the query. */
  private void multiply(long offset, int rows, LeafBlock block) throws IOException {
    MemorySegment all = bytes.all();
    if (all != null) {
      query.score(all, offset, rows, products);
    } else {
      query.score(bytes.range(offset, rows * block.rowBytes()), 0, rows, products);
    }
  }

  /** Turns dot products into scores. */
  private void toScores(long squaredLengths, int count, float[] scores, int at) throws IOException {
    switch (field.similarity()) {
      case DOT_PRODUCT -> {
        for (int i = at; i < at + count; i++) {
          scores[i] = VectorUtil.normalizeToUnitInterval(scores[i]);
        }
      }
      case MAXIMUM_INNER_PRODUCT -> {
        for (int i = at; i < at + count; i++) {
          scores[i] = VectorUtil.scaleMaxInnerProductScore(scores[i]);
        }
      }
      case COSINE -> {
        for (int i = 0; i < count; i++) {
          double lengths = Math.sqrt((double) querySquares * square(squaredLengths, i));
          scores[at + i] = VectorUtil.normalizeToUnitInterval((float) (scores[at + i] / lengths));
        }
      }
      case EUCLIDEAN -> {
        for (int i = 0; i < count; i++) {
          float distance = querySquares + square(squaredLengths, i) - 2 * scores[at + i];
          scores[at + i] = VectorUtil.normalizeDistanceToUnitInterval(Math.max(0, distance));
        }
      }
    }
  }

  private float square(long squaredLengths, int i) throws IOException {
    return bytes.getFloat(squaredLengths + (long) i * Float.BYTES);
  }
}
