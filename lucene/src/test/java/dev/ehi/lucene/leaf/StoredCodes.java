package dev.ehi.lucene.leaf;

import static java.util.Objects.requireNonNull;

import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.testing.Documents;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.RandomAccessInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.VectorUtil;

/**
 * What the segments of an index that has dropped its vectors hold, by the number of the document.
 */
final class StoredCodes {
  static final String FIELD = "vector";

  private static final float ROUNDING = 1e-5f; // of sums of floats, as a share of the length

  private final Map<Integer, Row> rows = new HashMap<>();

  /**
   * In its first leaf.
   *
   * @param mean that which the leaf's codes stand for
   * @param isCentred whether the leaf has a row for it, deleted documents counted
   */
  record Row(float[] vector, float[] mean, boolean isCentred, String segment, int leaf) {}

  StoredCodes(Directory directory) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext context : reader.leaves()) {
        add(reader, context);
      }
    }
  }

  private void add(DirectoryReader reader, LeafReaderContext context) throws IOException {
    LeafField field = requireNonNull(LeafFields.find(context.reader(), FIELD));
    LeafCodes codes = requireNonNull(field.codes());
    CodedRows coded = new CodedRows(field, codes);
    CodedRow row = new CodedRow(codes.quantiser());
    FloatVectorValues values = context.reader().getFloatVectorValues(FIELD);
    RandomAccessInput positions = field.positions();
    Bits live = context.reader().getLiveDocs();
    for (int ordinal = 0; ordinal < values.size(); ordinal++) {
      int document = values.ordToDoc(ordinal);
      if (live == null || live.get(document)) {
        int leaf = field.leafOf(field.position(positions, ordinal, 0));
        float[] mean = new float[field.dimension()];
        coded.mean(leaf, row);
        codes.quantiser().decode(row.codes, row.factor, mean);
        rows.put(
            Documents.number(reader, context.docBase + document),
            new Row(
                values.vectorValue(ordinal).clone(),
                mean,
                LeafBlock.isCentred(field.leafSize(leaf)),
                context.toString(),
                leaf));
      }
    }
  }

  Map<Integer, Row> rows() {
    return rows;
  }

  Row row(int number) {
    return requireNonNull(rows.get(number));
  }

  /** How many documents share a leaf of a segment with one, itself included. */
  long companions(int number) {
    Row own = row(number);
    return rows.values().stream()
        .filter(row -> row.leaf == own.leaf && row.segment.equals(own.segment))
        .count();
  }

  /** The root of the mean square. */
  double error(Vectors exact) {
    return Math.sqrt(
        rows.entrySet().stream()
            .mapToDouble(entry -> length(minus(entry.getValue().vector, exact.row(entry.getKey()))))
            .map(error -> error * error)
            .average()
            .orElseThrow());
  }

  /**
   * What coding around a mean may move a vector by. The integers nearest to the scaled components
   * are at most half a step off in each; the factor then leaves only what is orthogonal to what is
   * coded, so the error is its length times the tangent of its angle with the codes.
   */
  static double bound(float[] vector, float[] mean, LeafEncoding encoding) {
    float[] coded = minus(vector, mean);
    double largest = 0;
    for (float v : coded) {
      largest = Math.max(largest, Math.abs(v));
    }
    double halfStep = largest / (encoding == LeafEncoding.INT8 ? 2 * 127 : 15);
    double length = length(coded);
    double sine = Math.sqrt(vector.length) * halfStep / length;
    double error = length == 0 ? 0 : length * sine / Math.sqrt(1 - sine * sine);
    return error + ROUNDING * length(vector);
  }

  static double length(float[] vector) {
    return Math.sqrt(VectorUtil.dotProduct(vector, vector));
  }

  static float[] minus(float[] a, float[] b) {
    float[] difference = a.clone();
    for (int j = 0; j < difference.length; j++) {
      difference[j] -= b[j];
    }
    return difference;
  }
}
