package dev.ehi.lucene;

import dev.ehi.core.quantised.ScalarQuantiser;
import java.io.IOException;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.VectorUtil;

/** Writes the codes of one field, a {@link LeafBlock} a leaf. */
final class QuantisedOutput {

  private final ScalarQuantiser quantiser;
  private final VectorSimilarityFunction similarity;
  private final RoutedVectors routed;
  private final int[] ordinalAt; // by position
  private final IndexOutput out;
  private final EstimateErrors errors;

  // of the leaf being written
  private final float[] mean; // (dim) as row 0 stands for it
  private final byte[] meanRow; // (rowBytes)
  private final float[] residual; // (dim)
  private final byte[] row; // (rowBytes)

  QuantisedOutput(
      ScalarQuantiser quantiser,
      VectorSimilarityFunction similarity,
      RoutedVectors routed,
      int[] ordinalAt,
      IndexOutput out)
      throws IOException {
    this.quantiser = quantiser;
    this.similarity = similarity;
    this.routed = routed;
    this.ordinalAt = ordinalAt;
    this.out = out;
    this.errors = new EstimateErrors(quantiser, routed, ordinalAt);
    this.mean = new float[quantiser.dim()];
    this.meanRow = new byte[quantiser.rowBytes()];
    this.residual = new float[quantiser.dim()];
    this.row = new byte[quantiser.rowBytes()];
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
        writeLeaf(starts[leaf], starts[leaf + 1]);
      }
    }
    return new LeafCodes.Metadata(offset, out.getFilePointer() - offset, errors.margin());
  }

  private void writeLeaf(int from, int to) throws IOException {
    LeafBlock block = LeafBlock.of(quantiser, similarity, to - from);
    float[] factors = new float[block.rows()];
    float[] squaredLengths = new float[block.rows()];
    average(from, to);
    factors[0] = quantiser.encode(mean, meanRow);
    quantiser.decode(meanRow, factors[0], mean);
    out.writeBytes(meanRow, meanRow.length);
    for (int position = from; position < to; position++) {
      float[] vector = routed.vector(ordinalAt[position]);
      int i = position - from + 1;
      for (int j = 0; j < residual.length; j++) {
        residual[j] = vector[j] - mean[j];
      }
      factors[i] = quantiser.encode(residual, row);
      squaredLengths[i] = VectorUtil.dotProduct(vector, vector);
      out.writeBytes(row, row.length);
      errors.add(position, vector, meanRow, factors[0], row, factors[i]);
    }
    out.alignFilePointer(Float.BYTES);
    write(factors);
    if (block.hasSquaredLengths()) {
      write(squaredLengths);
    }
    out.alignFilePointer(LeafBlock.ALIGNMENT);
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
