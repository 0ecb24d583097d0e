package dev.ehi.lucene.leaf;

import dev.ehi.core.quantised.ScalarQuantiser;
import java.io.IOException;
import org.apache.lucene.index.FloatVectorValues;

/** The vectors of a field by position, as its codes stand for them. For one thread. */
final class DecodedVectorValues extends FloatVectorValues {

  private final LeafField field;
  private final LeafCodes codes;
  private final ScalarQuantiser quantiser;
  private final CodedRows rows;
  private final CodedRow row;
  private final float[] mean; // (dim) of the leaf last read
  private final float[] vector; // (dim) of the position last read
  private int lastLeaf = -1;

  DecodedVectorValues(LeafField field, LeafCodes codes) throws IOException {
    this.field = field;
    this.codes = codes;
    this.quantiser = codes.quantiser();
    this.rows = new CodedRows(field, codes);
    this.row = new CodedRow(quantiser);
    this.mean = new float[field.dimension()];
    this.vector = new float[field.dimension()];
  }

  @Override
  public float[] vectorValue(int position) throws IOException {
    int leaf = field.leafOf(position);
    if (leaf != lastLeaf) {
      rows.mean(leaf, row);
      quantiser.decode(row.codes, row.factor, mean);
      lastLeaf = leaf;
    }
    rows.row(leaf, position, row);
    quantiser.decode(row.codes, row.factor, vector);
    for (int j = 0; j < vector.length; j++) {
      vector[j] += mean[j];
    }
    return vector;
  }

  @Override
  public DecodedVectorValues copy() throws IOException {
    return new DecodedVectorValues(field, codes);
  }

  @Override
  public int dimension() {
    return field.dimension();
  }

  @Override
  public int size() {
    return field.positionCount();
  }
}
