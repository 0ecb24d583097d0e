package dev.ehi.lucene.leaf;

import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.codecs.lucene95.OrdToDocDISIReaderConfiguration;
import org.apache.lucene.index.DocsWithFieldSet;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IOSupplier;

/** Writes one field after the other into the files of a segment. */
public final class FieldOutput {

  static final int VECTOR_ALIGNMENT = 64;

  private static final int DIRECT_MONOTONIC_BLOCK_SHIFT = 16;

  private final IndexOutput meta;
  private final IndexOutput leaves;
  private final LeafLayout layout;
  private final IOSupplier<IndexOutput> vectors;
  private final IOSupplier<IndexOutput> codes;
  private final Map<String, Part> trees = new HashMap<>(); // by tree id

  private record Part(long offset, long length) {}

  /**
   * @param vectors the file of vectors, asked for when there are some to write
   * @param codes the file of codes, asked for when there are some to write
   */
  public FieldOutput(
      IndexOutput meta,
      IndexOutput leaves,
      LeafLayout layout,
      IOSupplier<IndexOutput> vectors,
      IOSupplier<IndexOutput> codes) {
    this.meta = meta;
    this.leaves = leaves;
    this.layout = layout;
    this.vectors = vectors;
    this.codes = codes;
  }

  /** In how many leaves of a tree each vector lies. */
  public int copies(Tree tree) {
    return Math.min(layout.leavesPerDocument(), tree.shape().leaves());
  }

  /**
   * Writes a field, all of it but the end of the files.
   *
   * @param maxDoc documents of the segment, with and without vector
   */
  public void write(FieldInfo field, Tree tree, RoutedVectors routed, int maxDoc)
      throws IOException {
    int leafCount = tree.shape().leaves();
    int[] starts = leafStarts(routed, leafCount);
    int[] positionOf = positions(routed, starts);
    int[] ordinalAt = ordinals(positionOf, routed.copies());

    meta.writeInt(field.number);
    meta.writeString(field.getVectorSimilarityFunction().name());
    meta.writeVInt(field.getVectorDimension());
    meta.writeInt(routed.size());
    new LeafLayout(layout.encoding(), routed.copies(), layout.rawVectors()).write(meta);
    writeTree(tree);
    writeInts(starts);
    meta.writeVLong(leaves.alignFilePointer(Integer.BYTES));
    for (int ordinal : ordinalAt) {
      leaves.writeInt(routed.document(ordinal));
    }
    writeInts(positionOf);
    if (layout.rawVectors() == RawVectors.KEEP) {
      writeVectors(field.getVectorDimension(), routed, ordinalAt, vectors.get());
    }
    writeCodes(field, routed, ordinalAt, starts);
    writeDocumentsWithVector(routed, maxDoc);
  }

  /** Position of the first vector of each leaf, and their number. // (leaves + 1) */
  private static int[] leafStarts(RoutedVectors routed, int leafCount) {
    int[] starts = new int[leafCount + 1];
    for (int ordinal = 0; ordinal < routed.size(); ordinal++) {
      for (int copy = 0; copy < routed.copies(); copy++) {
        starts[routed.leaf(ordinal, copy) + 1]++;
      }
    }
    for (int leaf = 0; leaf < leafCount; leaf++) {
      starts[leaf + 1] += starts[leaf];
    }
    return starts;
  }

  /** Where each copy lies. // (ordinals, copies) */
  private static int[] positions(RoutedVectors routed, int[] starts) {
    int[] next = Arrays.copyOf(starts, starts.length - 1);
    int copies = routed.copies();
    int[] positionOf = new int[Math.multiplyExact(routed.size(), copies)];
    for (int i = 0; i < positionOf.length; i++) {
      positionOf[i] = next[routed.leaf(i / copies, i % copies)]++;
    }
    return positionOf;
  }

  /** Which vector lies at each position. */
  private static int[] ordinals(int[] positionOf, int copies) {
    int[] ordinalAt = new int[positionOf.length];
    for (int i = 0; i < positionOf.length; i++) {
      ordinalAt[positionOf[i]] = i / copies;
    }
    return ordinalAt;
  }

  private void writeTree(Tree tree) throws IOException {
    Part part = trees.get(tree.id());
    if (part == null) {
      byte[] encoded = TreeCodec.encode(tree);
      part = new Part(leaves.getFilePointer(), encoded.length);
      leaves.writeBytes(encoded, encoded.length);
      trees.put(tree.id(), part);
    }
    meta.writeString(tree.id());
    meta.writeVInt(tree.shape().leaves());
    meta.writeVLong(part.offset());
    meta.writeVLong(part.length());
  }

  private void writeInts(int[] values) throws IOException {
    meta.writeVLong(leaves.alignFilePointer(Integer.BYTES));
    for (int value : values) {
      leaves.writeInt(value);
    }
  }

  private void writeVectors(int dimension, RoutedVectors routed, int[] ordinalAt, IndexOutput out)
      throws IOException {
    meta.writeVLong(out.alignFilePointer(VECTOR_ALIGNMENT));
    ByteBuffer row = ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int ordinal : ordinalAt) {
      row.asFloatBuffer().put(routed.vector(ordinal));
      out.writeBytes(row.array(), row.capacity());
    }
  }

  private void writeCodes(FieldInfo field, RoutedVectors routed, int[] ordinalAt, int[] starts)
      throws IOException {
    if (layout.encoding() != LeafEncoding.FLOAT32) {
      new QuantisedOutput(field, layout, routed, ordinalAt, codes.get()).write(starts).write(meta);
    }
  }

  private void writeDocumentsWithVector(RoutedVectors routed, int maxDoc) throws IOException {
    DocsWithFieldSet documents = new DocsWithFieldSet();
    for (int ordinal = 0; ordinal < routed.size(); ordinal++) {
      documents.add(routed.document(ordinal));
    }
    OrdToDocDISIReaderConfiguration.writeStoredMeta(
        DIRECT_MONOTONIC_BLOCK_SHIFT, meta, leaves, routed.size(), maxDoc, documents);
  }
}
