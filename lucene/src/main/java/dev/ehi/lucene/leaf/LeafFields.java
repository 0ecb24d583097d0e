package dev.ehi.lucene.leaf;

import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.LeafReader;
import org.jspecify.annotations.Nullable;

/** The vectors of a segment, by field. */
public interface LeafFields {

  /** A float field; null if the segment has none of that name. */
  @Nullable LeafField field(String name);

  /** A field of a segment; null if it has none in leaves. */
  static @Nullable LeafField find(LeafReader segment, String field) {
    return FilterLeafReader.unwrap(segment) instanceof CodecReader codec
        ? find(codec.getVectorReader(), field)
        : null;
  }

  /** A field of what reads the vectors of a segment; null if it has none in leaves. */
  static @Nullable LeafField find(@Nullable KnnVectorsReader reader, String field) {
    if (reader instanceof PerFieldKnnVectorsFormat.FieldsReader perField) {
      reader = perField.getFieldReader(field);
    }
    return reader instanceof LeafFields fields ? fields.field(field) : null;
  }
}
