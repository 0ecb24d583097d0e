package dev.ehi.lucene.leaf;

import dev.ehi.core.quantised.QuantisedQuery;
import dev.ehi.core.quantised.ScalarQuantiser;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.apache.lucene.util.VectorUtil;

/**
 * Measures, while codes are written, by how much they misjudge dot products: some vectors of the
 * segment serve as queries for some others. A document is missing from the results of a search only
 * if its estimate falls short by more than the margin, so one that covers a share of {@value
 * #COVERED} of the errors loses at most the rest, and of those only documents at the very end of
 * the results.
 */
final class EstimateErrors {

  private static final double COVERED = .99;
  private static final int QUERIES = 32;
  private static final int VECTORS = 512;
  private static final long[] FIRST = {0}; // offset of a row

  private final int step; // from one vector that is looked at to the next
  private final int[] queryPositions;
  private final float[][] queries; // (queries, dim)
  private final float[] queryLengths;
  private final QuantisedQuery[] quantised;
  private final MemorySegment meanCodes; // off the heap, as are the files that searches read:
  private final MemorySegment rowCodes; // kernels are fastest when they see few kinds of memory
  private final float[] dot = new float[1];
  private final float[] errors; // as shares of the query's length
  private final float[] factors; // of the rows
  private int count;

  EstimateErrors(ScalarQuantiser quantiser, RoutedVectors routed, int[] ordinalAt)
      throws IOException {
    int size = ordinalAt.length;
    int n = Math.min(QUERIES, size);
    step = Math.max(1, size / VECTORS);
    queryPositions = new int[n];
    queries = new float[n][];
    queryLengths = new float[n];
    quantised = new QuantisedQuery[n];
    for (int i = 0; i < n; i++) {
      queryPositions[i] = (int) ((long) i * size / n);
      queries[i] = routed.vector(ordinalAt[queryPositions[i]]).clone();
      queryLengths[i] = (float) Math.sqrt(VectorUtil.dotProduct(queries[i], queries[i]));
      quantised[i] = quantiser.query(queries[i]);
    }
    meanCodes = Arena.ofAuto().allocate(quantiser.rowBytes());
    rowCodes = Arena.ofAuto().allocate(quantiser.rowBytes());
    errors = new float[n * ((size + step - 1) / step)];
    factors = new float[errors.length];
  }

  /** Whether the vector at a position is one of those to look at. */
  boolean looksAt(int position) {
    return position % step == 0;
  }

  /**
   * Looks at a vector.
   *
   * @param vector // (dim)
   * @param mean of its leaf
   * @param row how far it lies from there
   */
  void add(int position, float[] vector, CodedRow mean, CodedRow row) {
    meanCodes.copyFrom(MemorySegment.ofArray(mean.codes));
    rowCodes.copyFrom(MemorySegment.ofArray(row.codes));
    for (int i = 0; i < queries.length; i++) {
      if (queryPositions[i] == position || queryLengths[i] == 0) {
        continue;
      }
      float estimate = mean.factor * score(i, meanCodes) + row.factor * score(i, rowCodes);
      errors[count] =
          Math.abs(estimate - VectorUtil.dotProduct(queries[i], vector)) / queryLengths[i];
      factors[count++] = row.factor;
    }
  }

  private float score(int query, MemorySegment codes) {
    quantised[query].score(codes, FIRST, 1, dot);
    return dot[0];
  }

  Margin margin() {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += factors[i];
    }
    float average = (float) (sum / Math.max(1, count));
    if (!(average > 0)) {
      return Margin.NONE;
    }
    float[] slopes = new float[count];
    for (int i = 0; i < count; i++) {
      slopes[i] = errors[i] / (average + factors[i]);
    }
    Arrays.sort(slopes);
    float slope = slopes[(int) Math.ceil(COVERED * count) - 1];
    return new Margin(slope * average, slope);
  }
}
