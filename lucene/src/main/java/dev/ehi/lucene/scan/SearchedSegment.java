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
   * What a search without a filter sees of a field.
   *
   * @param alive the documents that are not deleted, null for all
   */
  public static SearchedSegment of(LeafField field, @Nullable AcceptDocs alive, int docBase)
      throws IOException {
    return new SearchedSegment(field, AcceptedDocuments.alive(field, alive), docBase);
  }

  /**
   * What a search with a filter sees of a field.
   *
   * @param accepted the documents to look at, null for all
   */
  public static SearchedSegment filtered(
      LeafField field, @Nullable AcceptDocs accepted, int docBase) throws IOException {
    return new SearchedSegment(field, AcceptedDocuments.filtered(field, accepted), docBase);
  }
}
