package dev.ehi.lucene;

import java.io.IOException;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;

/**
 * How the leaves of an index hold documents.
 *
 * @param encoding what a search reads when it scans a leaf
 * @param leavesPerDocument in how many leaves each document lies, those most probable for it; 1 is
 *     the paper's. A search counts a document in each of the leaves that it opens, and returns it
 *     once. A tree of fewer leaves has each document in all of them
 */
public record LeafLayout(LeafEncoding encoding, int leavesPerDocument) {

  /** Every document in one leaf, which is scanned as it is. */
  public static final LeafLayout STANDARD = new LeafLayout(LeafEncoding.FLOAT32, 1);

  /**
   * @throws IllegalArgumentException if a document would be in no leaf
   */
  public LeafLayout {
    if (leavesPerDocument < 1) {
      throw new IllegalArgumentException(
          "a document lies in at least 1 leaf, not in " + leavesPerDocument);
    }
  }

  /** Every document in one leaf. */
  public LeafLayout(LeafEncoding encoding) {
    this(encoding, 1);
  }

  @Override
  public String toString() {
    return "%s, leaves a document: %d".formatted(encoding, leavesPerDocument);
  }

  void write(DataOutput out) throws IOException {
    encoding.write(out);
    out.writeVInt(leavesPerDocument);
  }

  static LeafLayout read(DataInput in) throws IOException {
    return new LeafLayout(LeafEncoding.read(in), in.readVInt());
  }
}
