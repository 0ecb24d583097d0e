package dev.ehi.lucene.leaf;

import dev.ehi.core.quantised.ScalarQuantiser;
import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;

/**
 * The codes of one quantised field of an open segment, a {@link LeafBlock} a leaf. Immutable and
 * safe for concurrent use.
 */
public final class LeafCodes {

  private final Metadata meta;
  private final ScalarQuantiser quantiser;
  private final VectorSimilarityFunction similarity;
  private final FilePart blocks;
  private final int[] starts; // (leaves + 1) positions
  private final long[] offsets; // (leaves) of the blocks
  private final Prefetch blocksAhead = new Prefetch(this::blocks);

  /**
   * What the metadata file says.
   *
   * @param offset of the first block in the file of codes
   * @param length of all blocks
   * @param margin what estimates may fall short by
   */
  record Metadata(long offset, long length, Margin margin) {
    static Metadata read(IndexInput in) throws IOException {
      return new Metadata(in.readVLong(), in.readVLong(), Margin.read(in));
    }

    void write(IndexOutput out) throws IOException {
      out.writeVLong(offset);
      out.writeVLong(length);
      margin.write(out);
    }
  }

  /**
   * @param starts position of the first vector of each leaf, and their number // (leaves + 1)
   * @throws CorruptIndexException if the blocks do not have the length that the metadata says
   * @throws IOException if the file cannot be read
   */
  LeafCodes(
      Metadata meta,
      ScalarQuantiser quantiser,
      VectorSimilarityFunction similarity,
      IndexInput file,
      int[] starts)
      throws IOException {
    this.meta = meta;
    this.quantiser = quantiser;
    this.similarity = similarity;
    this.starts = starts;
    this.offsets = new long[starts.length - 1];
    long end = 0;
    for (int leaf = 0; leaf < offsets.length; leaf++) {
      offsets[leaf] = block(leaf).startAfter(end);
      end = offsets[leaf] + block(leaf).length();
    }
    if (end != meta.length()) {
      throw new CorruptIndexException(
          "codes of %d bytes, but the leaves need %d".formatted(meta.length(), end), file);
    }
    this.blocks = FilePart.of(file, "codes", meta.offset(), meta.length());
  }

  /** What the codes were made by. */
  public ScalarQuantiser quantiser() {
    return quantiser;
  }

  /** What estimates may fall short by. */
  public Margin margin() {
    return meta.margin();
  }

  /** The bytes of all blocks. */
  public long length() {
    return meta.length();
  }

  /** How the codes of a leaf are laid out. */
  public LeafBlock block(int leaf) {
    return LeafBlock.of(quantiser, similarity, starts[leaf + 1] - starts[leaf]);
  }

  /** Where the block of a leaf begins in {@link #blocks}. */
  public long offset(int leaf) {
    return offsets[leaf];
  }

  /** Where the block of a leaf lies in {@link #blocks}, as bytes. */
  public Prefetch.Range range(int leaf) {
    return new Prefetch.Range(offsets[leaf], offsets[leaf] + block(leaf).length());
  }

  /** Asks for blocks that will be read soon, before {@link #blocks} waits for them. */
  public Prefetch blocksAhead() {
    return blocksAhead;
  }

  /** The blocks of all leaves, for one thread. */
  public IndexInput blocks() throws IOException {
    return blocks.open();
  }

  /** The blocks of all leaves as memory, for one thread. */
  public MappedBytes blockBytes() throws IOException {
    return blocks.bytes();
  }
}
