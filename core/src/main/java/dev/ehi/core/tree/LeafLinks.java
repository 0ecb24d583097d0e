package dev.ehi.core.tree;

import java.util.Optional;

/**
 * Which leaves lie next to which: where to look for more of what a search has found in a leaf, the
 * most useful first. A tree separates documents that are near each other where a boundary runs
 * between them; links lead across.
 *
 * <p>Where a link leads can be seen from afar if there are {@link LeafSketches}.
 *
 * <p>The edges of a neighbour graph (HNSW, arXiv 1603.09320), but between leaves: there are far
 * fewer of them, and what lies in a leaf is read in one go.
 */
public final class LeafLinks {

  /** How many links a leaf has at most, if no other number is asked for. */
  public static final int STANDARD = 16;

  /** How many links a leaf can have. */
  public static final int MOST = 256;

  private static final int NONE = -1;

  private final int most;
  private final int[] links; // (leaves, most) NONE past the last one of a leaf
  private final Optional<LeafSketches> sketches;

  private LeafLinks(int most, int[] links, Optional<LeafSketches> sketches) {
    this.most = most;
    this.links = links;
    this.sketches = sketches;
  }

  /**
   * Links as {@link #toArray} gives them.
   *
   * @param most links of a leaf, at least 1
   * @param links leaves, -1 past the last one of each row // (leaves, most)
   * @throws IllegalArgumentException if a link leads to no other leaf, or a row has one after -1
   */
  public static LeafLinks of(int most, int[] links) {
    if (most < 1 || links.length % most != 0) {
      throw new IllegalArgumentException(
          "%d links cannot be %d for each leaf".formatted(links.length, most));
    }
    int leaves = links.length / most;
    for (int i = 0; i < links.length; i++) {
      boolean follows = i % most > 0 && links[i - 1] == NONE;
      if (links[i] != NONE && (follows || !isOther(i / most, links[i], leaves))) {
        throw new IllegalArgumentException(
            "link %d of leaf %d cannot lead to leaf %d of %d"
                .formatted(i % most, i / most, links[i], leaves));
      }
    }
    return new LeafLinks(most, links.clone(), Optional.empty());
  }

  /**
   * The same links, with sketches of the leaves they lead to.
   *
   * @throws IllegalArgumentException if these are sketches of more leaves, or of fewer
   */
  public LeafLinks withSketches(LeafSketches sketches) {
    if (sketches.leaves() != leaves()) {
      throw new IllegalArgumentException(
          "sketches of %d leaves are not for links between %d"
              .formatted(sketches.leaves(), leaves()));
    }
    return new LeafLinks(most, links, Optional.of(sketches));
  }

  private static boolean isOther(int leaf, int link, int leaves) {
    return link >= 0 && link < leaves && link != leaf;
  }

  /** How many leaves there are. */
  public int leaves() {
    return links.length / most;
  }

  /** How many links a leaf has at most. */
  public int most() {
    return most;
  }

  /** What can be seen of leaves before they are opened, if anything. */
  public Optional<LeafSketches> sketches() {
    return sketches;
  }

  /** How many links a leaf has. */
  public int count(int leaf) {
    int count = 0;
    while (count < most && links[leaf * most + count] != NONE) {
      count++;
    }
    return count;
  }

  /** Where a link leads, 0 being the first of {@link #count}. */
  public int link(int leaf, int rank) {
    return links[leaf * most + rank];
  }

  /**
   * Copies the links of some leaves, which are waited for together.
   *
   * @param leaves the first {@code count} are looked at
   * @param into receives leaves, -1 past the last one of each row // (count, most)
   */
  public void copy(int[] leaves, int count, int[] into) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(links, leaves[i] * most, into, i * most, most);
    }
  }

  /** All links. // (leaves, most) -1 past the last one of a leaf */
  public int[] toArray() {
    return links.clone();
  }
}
