package dev.ehi.train.sample;

import java.util.List;
import java.util.Map;

/**
 * The token ids of a set's texts, special tokens included, cut to the configured lengths.
 *
 * @param documents // (documents) in the order of the corpus
 * @param queries // (queries, then pseudo-queries) in the numbering of {@link TrainingPairs}
 * @param devQueries // (dev queries)
 * @param besideQuery what the encoder reads beside a query instead of its positive document, where
 *     that is not the document as it is; by query
 * @param besideDev the same for dev queries; by document, of which each is the source of one dev
 *     query at most
 */
public record TokenisedTexts(
    List<int[]> documents,
    List<int[]> queries,
    List<int[]> devQueries,
    Map<Integer, int[]> besideQuery,
    Map<Integer, int[]> besideDev) {

  /** Documents are read as they are. */
  public TokenisedTexts(List<int[]> documents, List<int[]> queries, List<int[]> devQueries) {
    this(documents, queries, devQueries, Map.of(), Map.of());
  }

  /** A positive document as the encoder reads it beside one of its queries. */
  public int[] positive(int query, int document) {
    int[] instead = besideQuery.get(query);
    return instead == null ? documents.get(document) : instead;
  }
}
