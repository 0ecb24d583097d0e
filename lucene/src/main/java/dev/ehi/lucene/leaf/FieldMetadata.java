package dev.ehi.lucene.leaf;

import java.io.IOException;
import org.apache.lucene.codecs.lucene95.OrdToDocDISIReaderConfiguration;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.IndexInput;
import org.jspecify.annotations.Nullable;

/** What the metadata file says of one field. */
public record FieldMetadata(
    VectorSimilarityFunction similarity,
    int dimension,
    int size,
    LeafLayout layout,
    String treeId,
    int leafCount,
    long treeOffset,
    long treeLength,
    long startsOffset,
    long documentsOffset,
    long positionsOffset,
    long vectorsOffset, // 0 if they were dropped
    LeafCodes.@Nullable Metadata codes,
    OrdToDocDISIReaderConfiguration documentsWithVector) {

  /**
   * Reads what {@link FieldOutput} wrote.
   *
   * @throws CorruptIndexException if it does not fit the field
   */
  public static FieldMetadata read(IndexInput in, FieldInfo field) throws IOException {
    String similarity = in.readString();
    if (!similarity.equals(field.getVectorSimilarityFunction().name())) {
      throw new CorruptIndexException(
          "field %s has similarity %s, its vectors were written for %s"
              .formatted(field.name, field.getVectorSimilarityFunction(), similarity),
          in);
    }
    int dimension = in.readVInt();
    if (dimension != field.getVectorDimension()) {
      throw new CorruptIndexException(
          "field %s has dimension %d, its vectors have %d"
              .formatted(field.name, field.getVectorDimension(), dimension),
          in);
    }
    int size = in.readInt();
    LeafLayout layout = LeafLayout.read(in);
    String treeId = in.readString();
    int leafCount = in.readVInt();
    long treeOffset = in.readVLong();
    long treeLength = in.readVLong();
    long startsOffset = in.readVLong();
    long documentsOffset = in.readVLong();
    long positionsOffset = in.readVLong();
    long vectorsOffset = layout.rawVectors() == RawVectors.KEEP ? in.readVLong() : 0;
    return new FieldMetadata(
        field.getVectorSimilarityFunction(),
        dimension,
        size,
        layout,
        treeId,
        leafCount,
        treeOffset,
        treeLength,
        startsOffset,
        documentsOffset,
        positionsOffset,
        vectorsOffset,
        layout.encoding() == LeafEncoding.FLOAT32 ? null : LeafCodes.Metadata.read(in),
        OrdToDocDISIReaderConfiguration.fromStoredMeta(in, size));
  }

  /** Whether the float32 vectors are stored. */
  public boolean keepsVectors() {
    return layout.rawVectors() == RawVectors.KEEP;
  }

  int positions() {
    return Math.multiplyExact(size, layout.leavesPerDocument());
  }
}
