package dev.ehi.lucene.leaf;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;

/** Reads single rows of the codes of a field. For one thread. */
final class CodedRows {

  private final LeafField field;
  private final LeafCodes codes;
  private final IndexInput blocks;

  CodedRows(LeafField field, LeafCodes codes) throws IOException {
    this.field = field;
    this.codes = codes;
    this.blocks = codes.blocks();
  }

  /** The mean of a leaf that has vectors. */
  void mean(int leaf, CodedRow into) throws IOException {
    read(leaf, 0, into);
  }

  /** How far the vector at a position lies from the mean of its leaf. */
  void row(int leaf, int position, CodedRow into) throws IOException {
    read(leaf, position - field.start(leaf) + 1, into);
  }

  private void read(int leaf, int row, CodedRow into) throws IOException {
    LeafBlock block = codes.block(leaf);
    long offset = codes.offset(leaf);
    blocks.seek(offset + block.row(row));
    blocks.readBytes(into.codes, 0, into.codes.length);
    into.factor = readFloat(offset + block.factor(row));
    into.squaredLength =
        block.hasSquaredLengths() ? readFloat(offset + block.squaredLength(row)) : 0;
  }

  private float readFloat(long offset) throws IOException {
    blocks.seek(offset);
    return Float.intBitsToFloat(blocks.readInt());
  }
}
