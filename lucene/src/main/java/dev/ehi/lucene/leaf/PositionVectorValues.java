package dev.ehi.lucene.leaf;

import java.io.IOException;
import org.apache.lucene.codecs.lucene95.HasIndexSlice;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.store.IndexInput;

/** The vectors of a field by position, as they lie in the file: what Lucene's kernels score. */
final class PositionVectorValues extends FloatVectorValues implements HasIndexSlice {

  private final LeafField field;
  private final IndexInput vectors;
  private final float[] vector; // (dim) of the position last read
  private int lastPosition = -1;

  PositionVectorValues(LeafField field) throws IOException {
    this.field = field;
    this.vectors = field.vectors();
    this.vector = new float[field.dimension()];
  }

  @Override
  public IndexInput getSlice() {
    return vectors;
  }

  @Override
  public float[] vectorValue(int position) throws IOException {
    if (position != lastPosition) {
      vectors.seek((long) position * field.stride());
      vectors.readFloats(vector, 0, vector.length);
      lastPosition = position;
    }
    return vector;
  }

  @Override
  public PositionVectorValues copy() throws IOException {
    return new PositionVectorValues(field);
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
