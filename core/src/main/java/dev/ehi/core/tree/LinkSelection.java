package dev.ehi.core.tree;

import dev.ehi.core.parallel.Parallel;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Chooses the links of leaves among candidates, so that they lead in different directions, and back
 * where there is room: as neighbour graphs choose their edges (HNSW, arXiv 1603.09320, algorithm 4,
 * with the slack of Vamana, Subramanya et al., NeurIPS 2019). A leaf that is nearer to one already
 * linked than to the leaf that the link would start from is left out, since the way there leads
 * through the other.
 *
 * <p>Distances are squared ones between the directions of the means of leaves.
 */
final class LinkSelection {
  private static final double SLACK = 1.1; // that a way through another leaf may be longer by
  private static final double FIRST_SHARE = .75; // of the links of a leaf, before others lead back

  private final Vectors means; // (leaves, dim) of length 1
  private final int[][] candidates; // (leaves, some) to link each to

  /**
   * @param means of leaves, of length 1; those without candidates are not looked at // (leaves,
   *     dim)
   * @param candidates leaves that each leaf may be linked to // (leaves, some)
   */
  LinkSelection(Vectors means, int[][] candidates) {
    this.means = means;
    this.candidates = candidates;
  }

  /** The links chosen: those in different directions before the others, each the nearest first. */
  LeafLinks of(int most) {
    int first = Math.max(1, (int) (FIRST_SHARE * most));
    int[][] chosen = new int[candidates.length][];
    forEachLeaf((selector, leaf) -> chosen[leaf] = selector.apart(leaf, candidates[leaf], first));
    int[][] mutual = withReturns(chosen);
    int[] links = new int[Math.multiplyExact(mutual.length, most)];
    Arrays.fill(links, -1);
    forEachLeaf(
        (selector, leaf) -> {
          int[] kept = selector.filled(leaf, mutual[leaf], most);
          System.arraycopy(kept, 0, links, leaf * most, kept.length);
        });
    return LeafLinks.of(most, links);
  }

  private interface LeafAction {
    void accept(Selector selector, int leaf);
  }

  private void forEachLeaf(LeafAction action) {
    Parallel.blocks(
        candidates.length,
        (from, to) -> {
          Selector selector = new Selector();
          for (int leaf = from; leaf < to; leaf++) {
            action.accept(selector, leaf);
          }
        });
  }

  /** The same and, for each link, the one that leads back. */
  private static int[][] withReturns(int[][] links) {
    int[] sizes = new int[links.length];
    for (int leaf = 0; leaf < links.length; leaf++) {
      sizes[leaf] += links[leaf].length;
      for (int to : links[leaf]) {
        sizes[to]++;
      }
    }
    int[][] mutual = new int[links.length][];
    Arrays.setAll(mutual, leaf -> Arrays.copyOf(links[leaf], sizes[leaf]));
    int[] next = Arrays.stream(links).mapToInt(to -> to.length).toArray();
    for (int leaf = 0; leaf < links.length; leaf++) {
      for (int to : links[leaf]) {
        mutual[to][next[to]++] = leaf;
      }
    }
    Arrays.setAll(mutual, leaf -> IntStream.of(mutual[leaf]).distinct().toArray());
    return mutual;
  }

  /** Chooses for one leaf at a time. For one thread. */
  private final class Selector {
    private final float[] mean = new float[means.dim()];
    private final float[] other = new float[means.dim()];

    /** Those of which none is nearer to another one chosen, nearest first. */
    int[] apart(int leaf, int[] leaves, int most) {
      return chosen(ranked(leaf, leaves), most, 0);
    }

    /** The same, and while these are too few, the nearest of the rest. */
    int[] filled(int leaf, int[] leaves, int most) {
      return chosen(ranked(leaf, leaves), most, most);
    }

    private record Near(int leaf, double distance) {}

    private Near[] ranked(int leaf, int[] leaves) {
      means.get(leaf, mean);
      return IntStream.of(leaves)
          .mapToObj(to -> new Near(to, distance(mean, to)))
          .sorted(Comparator.comparingDouble(Near::distance).thenComparingInt(Near::leaf))
          .toArray(Near[]::new);
    }

    private double distance(float[] from, int to) {
      means.get(to, other);
      return 2 - 2 * DotProduct.best().dot(from, other);
    }

    private int[] chosen(Near[] ranked, int most, int least) {
      boolean[] isApart = new boolean[ranked.length];
      int[] chosen = new int[Math.min(most, ranked.length)];
      int count = 0;
      for (int i = 0; i < ranked.length && count < most; i++) {
        if (isApart(ranked, isApart, i)) {
          isApart[i] = true;
          chosen[count++] = ranked[i].leaf();
        }
      }
      for (int i = 0; i < ranked.length && count < least; i++) {
        if (!isApart[i]) {
          chosen[count++] = ranked[i].leaf();
        }
      }
      return Arrays.copyOf(chosen, count);
    }

    private boolean isApart(Near[] ranked, boolean[] isApart, int at) {
      means.get(ranked[at].leaf(), mean);
      for (int i = 0; i < at; i++) {
        if (isApart[i] && SLACK * distance(mean, ranked[i].leaf()) < ranked[at].distance()) {
          return false;
        }
      }
      return true;
    }
  }
}
