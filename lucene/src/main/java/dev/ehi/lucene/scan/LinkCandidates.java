package dev.ehi.lucene.scan;

import dev.ehi.core.tree.LeafEstimates;
import dev.ehi.core.tree.LeafLinks;
import dev.ehi.core.tree.LeafSketches;
import dev.ehi.core.vector.Vectors;
import java.util.Arrays;
import java.util.Optional;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * The leaves that its tree and links lead a search to, of which it opens those that look promising.
 * All do where there are no sketches of them, or where scores are no function of directions alone.
 * For one query and one thread.
 */
final class LinkCandidates {

  private final @Nullable LeafEstimates estimates;
  private final FixedBitSet seen; // leaves
  private int[] leaves = new int[2 * LeafLinks.STANDARD];
  private int size;

  private LinkCandidates(@Nullable LeafEstimates estimates, int leaves) {
    this.estimates = estimates;
    this.seen = new FixedBitSet(leaves);
  }

  /** For searches that look at no leaf before they open it. */
  static LinkCandidates none() {
    return new LinkCandidates(null, 0);
  }

  /**
   * For searches that follow links.
   *
   * @param query // (dim)
   */
  static LinkCandidates of(LeafLinks links, VectorSimilarityFunction similarity, float[] query) {
    Optional<LeafSketches> sketches =
        areSeen(links, similarity) ? links.sketches() : Optional.empty();
    float[] seen = similarity == VectorSimilarityFunction.COSINE ? direction(query) : query;
    return new LinkCandidates(sketches.map(s -> s.estimates(seen)).orElse(null), links.leaves());
  }

  /** Whether leaves can be looked at. */
  static boolean areSeen(LeafLinks links, VectorSimilarityFunction similarity) {
    return switch (similarity) {
      case DOT_PRODUCT, COSINE -> links.sketches().isPresent();
      case EUCLIDEAN, MAXIMUM_INNER_PRODUCT -> false;
    };
  }

  private static float[] direction(float[] query) {
    float[] direction = query.clone();
    Vectors.normalize(direction);
    return direction;
  }

  /** Adds a leaf, unless that was done before in this search. */
  void add(int leaf) {
    if (!seen.getAndSet(leaf)) {
      if (size == leaves.length) {
        leaves = Arrays.copyOf(leaves, 2 * size);
      }
      leaves[size++] = leaf;
    }
  }

  /** How many leaves were added since the last time that {@link #takePromising} was asked. */
  int size() {
    return size;
  }

  /**
   * Takes all leaves away and returns the promising ones.
   *
   * @param least score of the documents that are of interest
   */
  int[] takePromising(float least) {
    int count = size;
    if (estimates != null) {
      count = estimates.promising(leaves, size, 2 * least - 1); // from (1 + dot product) / 2
    }
    size = 0;
    return Arrays.copyOf(leaves, count);
  }

  /** What looking at leaves has cost so far, in dot products. */
  double cost() {
    return estimates == null ? 0 : estimates.cost();
  }
}
