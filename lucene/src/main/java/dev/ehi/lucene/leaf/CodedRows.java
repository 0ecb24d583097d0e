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

  /** What the vectors of a leaf, which has some, are coded around: its mean, or zero. */
  void mean(int leaf, CodedRow into) throws IOException {
    LeafBlock block = codes.block(leaf);
    if (block.isCentred()) {
      read(leaf, block, 0, into);
    } else {
      into.clear();
    }
  }

  /** How far the vector at a position lies from what its leaf is coded around. */
  void row(int leaf, int position, CodedRow into) throws IOException {
    LeafBlock block = codes.block(leaf);
    read(leaf, block, block.rowOf(position - field.start(leaf)), into);
  }

  private void read(int leaf, LeafBlock block, int row, CodedRow into) throws IOException {
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
