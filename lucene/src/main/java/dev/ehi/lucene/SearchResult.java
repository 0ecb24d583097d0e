package dev.ehi.lucene;

import java.util.List;

/**
 * What a search found, and what it took. The lists are kept as they are given, and not to be
 * changed after; those of a search make the leaves that are asked for.
 *
 * @param hits best first
 * @param leaves the leaves opened because of their probability, in their order; empty if a narrow
 *     filter made it cheaper to score every document that passes, or if there are no more than k
 * @param linkedLeaves the leaves opened after these because they lie next to others, in that order
 * @param documentsVisited how many vectors were scored, or estimated from their codes
 * @param documentsRescored how many of them were scored exactly after an estimate
 * @param routingCost of ranking the leaves and of looking at some before they are opened, in dot
 *     products of the vectors' dimension
 * @param nanos wall time of routing, scoring and looking up the ids; of a query in a batch the time
 *     since the batch began
 */
public record SearchResult(
    List<Hit> hits,
    List<VisitedLeaf> leaves,
    List<LinkedLeaf> linkedLeaves,
    long documentsVisited,
    long documentsRescored,
    double routingCost,
    long nanos) {

  /**
   * A document found.
   *
   * @param score dot product of query and document; of vectors of length 1 the cosine
   */
  public record Hit(String id, float score) {}

  /**
   * A leaf opened because of its probability.
   *
   * @param leaf its number, from which {@link dev.ehi.core.tree.TreeShape#path} has the branches
   * @param logProbability of the leaf for the query
   * @param documents how many that can be found lie in it, over all segments
   */
  public record VisitedLeaf(int leaf, float logProbability, int documents) {}

  /**
   * A leaf opened because good documents lie in one that is linked to it.
   *
   * @param leaf its number
   * @param documents how many that can be found lie in it, over all segments
   */
  public record LinkedLeaf(int leaf, int documents) {}
}
