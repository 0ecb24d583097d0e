package dev.ehi.lucene.leaf;

import dev.ehi.core.quantised.ScalarQuantiser;
import java.io.IOException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.IndexOutput;
import org.jspecify.annotations.Nullable;

/** Writes the codes of one field, a {@link LeafBlock} a leaf. */
final class QuantisedOutput {

  private final LeafLayout layout;
  private final VectorSimilarityFunction similarity;
  private final ScalarQuantiser quantiser;
  private final RoutedVectors routed;
  private final int[] ordinalAt; // by position
  private final IndexOutput out;
  private final EstimateErrors errors;

  // of the leaf being written
  private final CodedRow meanRow;
  private final float[] mean; // (dim) as its row stands for it; zero in a block without one
  private final CodedRow row;
  private final float[] residual; // (dim)

  QuantisedOutput(
      FieldInfo field, LeafLayout layout, RoutedVectors routed, int[] ordinalAt, IndexOutput out)
      throws IOException {
    this.layout = layout;
    this.similarity = field.getVectorSimilarityFunction();
    this.quantiser = layout.encoding().quantiser(field.getVectorDimension()).orElseThrow();
    this.routed = routed;
    this.ordinalAt = ordinalAt;
    this.out = out;
    this.errors = new EstimateErrors(quantiser, routed, ordinalAt);
    this.meanRow = new CodedRow(quantiser);
    this.mean = new float[quantiser.dim()];
    this.row = new CodedRow(quantiser);
    this.residual = new float[quantiser.dim()];
  }

  /**
   * Writes all leaves.
   *
   * @param starts position of the first vector of each leaf, and their number // (leaves + 1)
   */
  LeafCodes.Metadata write(int[] starts) throws IOException {
    long offset = out.alignFilePointer(LeafBlock.ALIGNMENT);
    for (int leaf = 0; leaf < starts.length - 1; leaf++) {
      if (starts[leaf] < starts[leaf + 1]) {
        writeLeaf(leaf, starts[leaf], starts[leaf + 1]);
      }
    }
    Margin margin = errors.margin().or(routed.margin());
    return new LeafCodes.Metadata(offset, out.getFilePointer() - offset, margin);
  }

  private void writeLeaf(int leaf, int from, int to) throws IOException {
    LeafBlock block = LeafBlock.of(quantiser, similarity, to - from);
    out.alignFilePointer(block.alignment());
    float[] factors = new float[block.rows()];
    float[] squaredLengths = new float[block.rows()];
    KnownCodes known = known(leaf, block, from, to);
    if (known == null) {
      findMean(block, from, to);
    }
    quantiser.decode(meanRow.codes, meanRow.factor, mean);
    if (block.isCentred()) {
      factors[0] = meanRow.factor;
      out.writeBytes(meanRow.codes, meanRow.codes.length);
    }
    for (int position = from; position < to; position++) {
      int ordinal = ordinalAt[position];
      if (known == null || !known.row(ordinal, row)) {
        encode(ordinal, block);
      }
      int i = block.rowOf(position - from);
      factors[i] = row.factor;
      squaredLengths[i] = row.squaredLength;
      out.writeBytes(row.codes, row.codes.length);
      if (errors.looksAt(position)) {
        errors.add(position, routed.vector(ordinal), meanRow, row);
      }
    }
    out.alignFilePointer(Float.BYTES);
    write(factors);
    if (block.hasSquaredLengths()) {
      write(squaredLengths);
    }
  }

  /**
   * Codes that lose nothing by being written again, and the mean that they need; none where vectors
   * are kept, where the block has no room for that mean, or where it has room and there is none
   * yet.
   */
  private @Nullable KnownCodes known(int leaf, LeafBlock block, int from, int to)
      throws IOException {
    if (layout.rawVectors() == RawVectors.KEEP) {
      return null;
    }
    KnownCodes known = routed.known(layout.encoding(), leaf, ordinalAt, from, to);
    if (known != null) {
      known.mean(meanRow);
    }
    return block.isCentred() == meanRow.isZero() ? null : known;
  }

  private void findMean(LeafBlock block, int from, int to) throws IOException {
    if (block.isCentred()) {
      average(from, to);
      meanRow.factor = quantiser.encode(mean, meanRow.codes);
    } else {
      meanRow.clear();
    }
  }

  private void encode(int ordinal, LeafBlock block) throws IOException {
    float[] vector = routed.vector(ordinal);
    for (int j = 0; j < residual.length; j++) {
      residual[j] = vector[j] - mean[j];
    }
    row.factor = quantiser.encode(residual, row.codes);
    row.squaredLength = block.hasSquaredLengths() ? routed.squaredLength(ordinal) : 0;
  }

  private void average(int from, int to) throws IOException {
    double[] sum = new double[mean.length];
    for (int position = from; position < to; position++) {
      float[] vector = routed.vector(ordinalAt[position]);
      for (int j = 0; j < sum.length; j++) {
        sum[j] += vector[j];
      }
    }
    for (int j = 0; j < sum.length; j++) {
      mean[j] = (float) (sum[j] / (to - from));
    }
  }

  private void write(float[] values) throws IOException {
    for (float value : values) {
      out.writeInt(Float.floatToIntBits(value));
    }
  }
}
