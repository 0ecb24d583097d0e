package dev.ehi.lucene.leaf;

import java.io.IOException;
import java.util.Locale;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;

/** Whether an index keeps the float32 vectors of its documents. */
public enum RawVectors {
  /** They are stored, and all scores that a search returns come from them. */
  KEEP,

  /**
   * Only codes are stored. The scores that a search returns are estimates, and a vector that is
   * asked for is decoded, both about as exact as the {@link Margin} of its segment says. Merges
   * write codes as they are where more than half of a leaf keeps its mean; the others are coded
   * anew, a vector at most once each time that the leaf around it has doubled.
   */
  DROP;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  void write(DataOutput out) throws IOException {
    out.writeString(name());
  }

  /**
   * @throws CorruptIndexException if it is neither
   */
  static RawVectors read(DataInput in) throws IOException {
    return Names.read(in, values(), "choice of vectors");
  }
}
