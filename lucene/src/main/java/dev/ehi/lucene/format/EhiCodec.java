package dev.ehi.lucene.format;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;

/**
 * Lucene's default codec with {@link EhiVectorsFormat} for all vector fields. It is needed for
 * writing only: a segment names Lucene's codec and, field by field, the vectors format.
 */
public final class EhiCodec extends FilterCodec {

  private final KnnVectorsFormat vectors;

  public EhiCodec(EhiVectorsFormat format) {
    this(format, Codec.getDefault());
  }

  private EhiCodec(EhiVectorsFormat format, Codec base) {
    super(base.getName(), base);
    vectors =
        new PerFieldKnnVectorsFormat() {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return format;
          }
        };
  }

  @Override
  public KnnVectorsFormat knnVectorsFormat() {
    return vectors;
  }
}
