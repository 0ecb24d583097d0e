package dev.ehi.lucene.leaf;

import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;

/**
 * How the leaves of an index hold documents.
 *
 * @param encoding what a search reads when it scans a leaf
 * @param leavesPerDocument in how many leaves each document lies, those most probable for it; 1 is
 *     the paper's. A search counts a document in each of the leaves that it opens, and returns it
 *     once. A tree of fewer leaves has each document in all of them
 * @param rawVectors whether the float32 vectors are stored beside codes
 */
public record LeafLayout(LeafEncoding encoding, int leavesPerDocument, RawVectors rawVectors) {

  /** Every document in one leaf, which is scanned as it is. */
  public static final LeafLayout STANDARD = new LeafLayout(LeafEncoding.FLOAT32);

  /**
   * @throws IllegalArgumentException if a document would be in no leaf, or nothing of it would be
   *     stored
   */
  public LeafLayout {
    if (leavesPerDocument < 1) {
      throw new IllegalArgumentException(
          "a document lies in at least 1 leaf, not in " + leavesPerDocument);
    }
    if (encoding == LeafEncoding.FLOAT32 && rawVectors == RawVectors.DROP) {
      throw new IllegalArgumentException(
          "float32 leaves hold nothing but the vectors, which cannot be dropped; encode them by int8 or int4, or keep the vectors");
    }
  }

  /** The vectors kept. */
  public LeafLayout(LeafEncoding encoding, int leavesPerDocument) {
    this(encoding, leavesPerDocument, RawVectors.KEEP);
  }

  /** Every document in one leaf, the vectors kept. */
  public LeafLayout(LeafEncoding encoding) {
    this(encoding, 1);
  }

  @Override
  public String toString() {
    return "%s, leaves a document: %d, vectors: %s"
        .formatted(encoding, leavesPerDocument, rawVectors);
  }

  /** Writes this layout. */
  public void write(DataOutput out) throws IOException {
    encoding.write(out);
    out.writeVInt(leavesPerDocument);
    rawVectors.write(out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws CorruptIndexException if there is no such layout
   */
  public static LeafLayout read(DataInput in) throws IOException {
    LeafEncoding encoding = LeafEncoding.read(in);
    int leavesPerDocument = in.readVInt();
    RawVectors rawVectors = RawVectors.read(in);
    try {
      return new LeafLayout(encoding, leavesPerDocument, rawVectors);
    } catch (IllegalArgumentException e) {
      throw new CorruptIndexException("impossible layout", in, e);
    }
  }
}
