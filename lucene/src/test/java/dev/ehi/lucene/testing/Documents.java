package dev.ehi.lucene.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;

/** Looks up what tests store with a document. */
public final class Documents {

  private Documents() {}

  /** The value of the numeric field "number". */
  public static int number(DirectoryReader reader, int document) throws IOException {
    List<LeafReaderContext> contexts = reader.leaves();
    LeafReaderContext context = contexts.get(ReaderUtil.subIndex(document, contexts));
    NumericDocValues numbers = DocValues.getNumeric(context.reader(), "number");
    assertThat(numbers.advanceExact(document - context.docBase)).isTrue();
    return (int) numbers.longValue();
  }
}
