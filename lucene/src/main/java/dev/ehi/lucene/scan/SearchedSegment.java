package dev.ehi.lucene.scan;

import dev.ehi.lucene.leaf.LeafField;
import java.io.IOException;
import org.apache.lucene.search.AcceptDocs;
import org.jspecify.annotations.Nullable;

/**
 * A segment as a search sees it, the same for all queries that are searched together.
 *
 * @param docBase what to add to the documents of the segment
 */
public record SearchedSegment(LeafField field, AcceptedDocuments accepted, int docBase) {

  /**
   * What a search sees of a field.
   *
   * @param acceptDocs the documents to look at, null for all
   */
  public static SearchedSegment of(LeafField field, @Nullable AcceptDocs acceptDocs, int docBase)
      throws IOException {
    return new SearchedSegment(field, AcceptedDocuments.of(field, acceptDocs), docBase);
  }
}
