package dev.ehi.train.sample;

import java.util.List;

/**
 * The token ids of a set's texts, special tokens included, cut to the configured lengths.
 *
 * @param documents // (documents) in the order of the corpus
 * @param queries // (queries, then pseudo-queries) in the numbering of {@link TrainingPairs}
 * @param devQueries // (dev queries)
 */
public record TokenisedTexts(List<int[]> documents, List<int[]> queries, List<int[]> devQueries) {}
