package dev.ehi.lucene.leaf;

import dev.ehi.core.quantised.Int4Quantiser;
import dev.ehi.core.quantised.Int8Quantiser;
import dev.ehi.core.quantised.ScalarQuantiser;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;

/**
 * What a search reads when it scans a leaf. Where a leaf is scanned by codes and the float32
 * vectors are {@linkplain RawVectors#KEEP kept}, these are read only for the documents that may be
 * among the results, and all scores that a search returns come from them. A document is missed only
 * if its estimate falls short by more than the {@link Margin} of its segment, which covers 99 % of
 * the errors.
 */
public enum LeafEncoding {
  /** The vectors themselves, 4 bytes a component: every document of an opened leaf is scored. */
  FLOAT32,

  /** Codes of 1 byte a component. */
  INT8,

  /** Codes of half a byte a component. */
  INT4;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  void write(DataOutput out) throws IOException {
    out.writeString(name());
  }

  /**
   * @throws CorruptIndexException if there is no such encoding
   */
  static LeafEncoding read(DataInput in) throws IOException {
    return Names.read(in, values(), "encoding");
  }

  /** What codes vectors of a dimension; empty if they are scanned as they are. */
  Optional<ScalarQuantiser> quantiser(int dimension) {
    return switch (this) {
      case FLOAT32 -> Optional.empty();
      case INT8 -> Optional.of(new Int8Quantiser(dimension));
      case INT4 -> Optional.of(new Int4Quantiser(dimension));
    };
  }
}
