package dev.ehi.data.leakage;

import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What {@link LeakageCheck} found in a set. Texts are compared as {@link
 * dev.ehi.data.NormalizedText}.
 *
 * @param overlaps for each pair of splits
 * @param verbatim by split, how many judged-relevant documents contain their query word for word; a
 *     property of the set, not an error
 * @param sameDocuments documents whose text another document before them has, too
 * @param trainQueriesToDrop ids of train queries that also stand in another split, by id or by text
 */
public record LeakageReport(
    String name,
    List<Overlap> overlaps,
    SequencedMap<String, Verbatim> verbatim,
    Shared sameDocuments,
    Set<String> trainQueriesToDrop) {

  /** True when no query of one split stands in another. */
  public boolean clean() {
    return overlaps.stream().allMatch(pair -> pair.ids().count() + pair.texts().count() == 0);
  }

  /**
   * What two splits share.
   *
   * @param ids query ids
   * @param texts pairs of queries with different ids and the same text
   * @param relevantDocuments documents relevant to queries of both; normal where the splits divide
   *     the queries and not the documents
   */
  public record Overlap(
      String first, String second, Shared ids, Shared texts, Shared relevantDocuments) {}

  /**
   * Queries that stand in their own answers.
   *
   * @param pairs of a query and a relevant document that were compared
   * @param contained pairs in which the document's text contains the query's
   */
  public record Verbatim(long pairs, Shared contained) {}
}
