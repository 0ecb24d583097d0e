package dev.ehi.core.tree;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which leaves a search has opened that looks at leaves before it opens them and goes on through
 * links, from which of them it has gone on, and which it has passed by. For one search at a time,
 * by one thread.
 */
public final class LinkWalk {

  /**
   * Leaves of a tree's ranking that a search opens unseen; of the ones that follow it looks at as
   * many at a time.
   */
  public static final int AT_FIRST = 16;

  /** Leaves that a search looks at, at least, before it opens those that links lead to. */
  public static final int TOGETHER = 64;

  /** Leaves that a search goes on from together, so that their links are waited for once. */
  public static final int SOURCES = 8;

  private final LeafLinks links;
  private final int[] opened; // (leaves) number of the last search that opened the leaf
  private final int[] seen; // (leaves) number of the last search that looked at the leaf
  private final int[] left; // (leaves) number of the last search that went on from the leaf
  private final int[] candidates; // leaves that links lead to
  private int search = 1; // its number
  private @Nullable LeafEstimates estimates;

  public LinkWalk(LeafLinks links) {
    this.links = links;
    this.opened = new int[links.leaves()];
    this.seen = new int[links.leaves()];
    this.left = new int[links.leaves()];
    this.candidates = new int[TOGETHER + SOURCES * links.most()];
  }

  /**
   * Begins another search, to which all leaves are closed.
   *
   * @param query of length 1 // (dim)
   */
  public void begin(float[] query) {
    search++;
    estimates = links.sketches().map(sketches -> sketches.estimates(query)).orElse(null);
  }

  /** Whether a leaf is open. */
  public boolean isOpen(int leaf) {
    return opened[leaf] == search;
  }

  /**
   * Opens the promising ones of some leaves and returns them; the others are passed by.
   *
   * @param leaves none of which was opened or passed by; are changed
   * @param least dot product that is of interest
   */
  public int[] openPromising(int[] leaves, float least) {
    for (int leaf : leaves) {
      seen[leaf] = search;
    }
    return openPromising(leaves, leaves.length, least);
  }

  private int[] openPromising(int[] leaves, int count, float least) {
    int promising = estimates == null ? count : estimates.promising(leaves, count, least);
    for (int i = 0; i < promising; i++) {
      opened[leaves[i]] = search;
    }
    return Arrays.copyOf(leaves, promising);
  }

  /**
   * Opens some of the promising leaves that the sources are linked to, and returns them; none if
   * that is all.
   *
   * @param sources leaves of the best documents so far, best first, some of them perhaps repeated
   * @param least dot product that is of interest
   */
  public int[] next(int[] sources, float least) {
    int rank = 0;
    while (rank < sources.length) {
      int count = 0;
      int gone = 0;
      for (; rank < sources.length && (count < TOGETHER || gone % SOURCES > 0); rank++) {
        if (left[sources[rank]] != search) {
          count = addLinked(sources[rank], count);
          gone++;
        }
      }
      int[] promising = openPromising(candidates, count, least);
      if (promising.length > 0) {
        return promising;
      }
    }
    return new int[0];
  }

  /** Goes on from a leaf; returns how many candidates there are. */
  private int addLinked(int source, int before) {
    int count = before;
    left[source] = search;
    for (int rank = 0; rank < links.count(source); rank++) {
      int leaf = links.link(source, rank);
      if (seen[leaf] != search) {
        seen[leaf] = search;
        candidates[count++] = leaf;
      }
    }
    return count;
  }

  /** What looking at leaves from afar has cost this search, in dot products. */
  public double cost() {
    return estimates == null ? 0 : estimates.cost();
  }
}
