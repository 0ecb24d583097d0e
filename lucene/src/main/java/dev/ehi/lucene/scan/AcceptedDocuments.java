package dev.ehi.lucene.scan;

import dev.ehi.lucene.leaf.LeafField;
import java.io.IOException;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.RandomAccessInput;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * Which documents of a segment a search may return: neither deleted nor filtered out. Safe for
 * concurrent use but for {@link #iterator}.
 */
public final class AcceptedDocuments {

  private final @Nullable AcceptDocs acceptDocs;
  private final @Nullable Bits bits; // by document; null if all are accepted
  private final int count;
  private final boolean areFiltered;

  private AcceptedDocuments(
      @Nullable AcceptDocs acceptDocs, @Nullable Bits bits, int count, boolean areFiltered) {
    this.acceptDocs = acceptDocs;
    this.bits = bits;
    this.count = count;
    this.areFiltered = areFiltered;
  }

  /**
   * Those that are not deleted.
   *
   * @param acceptDocs null if none is
   */
  static AcceptedDocuments alive(LeafField field, @Nullable AcceptDocs acceptDocs)
      throws IOException {
    Bits bits = acceptDocs == null ? null : acceptDocs.bits();
    return new AcceptedDocuments(acceptDocs, bits, count(field, acceptDocs, bits), false);
  }

  /**
   * Those that a filter lets through.
   *
   * @param acceptDocs null for all documents
   */
  static AcceptedDocuments filtered(LeafField field, @Nullable AcceptDocs acceptDocs)
      throws IOException {
    Bits bits = acceptDocs == null ? null : acceptDocs.bits();
    return new AcceptedDocuments(acceptDocs, bits, count(field, acceptDocs, bits), bits != null);
  }

  private static int count(LeafField field, @Nullable AcceptDocs acceptDocs, @Nullable Bits bits)
      throws IOException {
    return acceptDocs == null || bits == null
        ? field.size()
        : Math.min(acceptDocs.cost(), field.size());
  }

  /** About how many there are, at most the size of the field. */
  int count() {
    return count;
  }

  /** Whether no document is left out. */
  boolean areAll() {
    return bits == null;
  }

  /** Whether a filter leaves some out, and not only deletion. */
  boolean areFiltered() {
    return areFiltered;
  }

  /** The documents in their order; some may have no vector, or lie beyond the segment's last. */
  DocIdSetIterator iterator() throws IOException {
    return acceptDocs == null || bits == null
        ? DocIdSetIterator.all(DocIdSetIterator.NO_MORE_DOCS)
        : acceptDocs.iterator();
  }

  /** Whether the document at a position is one of them. */
  public boolean contains(RandomAccessInput documents, int position) throws IOException {
    return bits == null || bits.get(LeafField.document(documents, position));
  }
}
