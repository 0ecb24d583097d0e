package dev.ehi.data.javasearch;

import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;

/**
 * What {@link JavaSearchBuilder} made.
 *
 * @param files source files read
 * @param unparsed source files left out because they could not be parsed
 * @param unparsedExamples the first of them with the reason
 * @param methods with a body
 * @param documents methods kept
 * @param left methods and sentences left out, by reason
 * @param queries by split
 * @param documentsBySource by artifact, in the order given
 */
public record JavaSearchReport(
    int files,
    int unparsed,
    List<String> unparsedExamples,
    int methods,
    int documents,
    SortedMap<LeftOut, Integer> left,
    SequencedMap<String, Integer> queries,
    SequencedMap<String, Integer> documentsBySource) {
  /** Why a method is no document, or a document has no query. */
  public enum LeftOut {
    /** No document: the body is empty. */
    EMPTY_METHOD,
    /** No document: the body only returns or sets a field. */
    ACCESSOR,
    /** No document: the code is shorter than the least length. */
    SHORT_METHOD,
    /** No document: the code is longer than the greatest length. */
    LONG_METHOD,
    /** No document: without Javadoc, and not wanted so. */
    UNDOCUMENTED_METHOD,
    /** No document of its own: the same code was there before. */
    SAME_CODE,
    /** No query: no Javadoc, or an inherited one. */
    NO_SENTENCE,
    /** No query: fewer words than the least number. */
    SHORT_SENTENCE,
    /** No query: more words than the greatest number. */
    LONG_SENTENCE,
    /** No query: it says only that the method is deprecated or generated. */
    BOILERPLATE,
    /** No query: too many methods share the sentence. */
    SHARED_SENTENCE
  }
}
