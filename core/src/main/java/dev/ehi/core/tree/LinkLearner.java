package dev.ehi.core.tree;

import dev.ehi.core.parallel.Parallel;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Learns {@link LeafLinks}: two leaves are linked the more, the more often a document in one of
 * them is the nearest to a vector that has near documents in the other too. The nearest documents
 * are looked for in the leaves that are most probable for a vector, so what this takes grows with
 * the number of vectors alone, not with its square.
 */
public final class LinkLearner {
  private static final int NEAREST = 17; // the nearest document, and 16 of other leaves than its
  private static final int CANDIDATES = 1024; // documents among which these are looked for
  private static final int CANDIDATES_PER_LINK = 4; // leaves, of the links of a leaf
  private static final int LEAST_LEAVES = 8; // that these lie in, however many they are then
  private static final int MOST_VECTORS =
      Integer.MAX_VALUE / (2 * NEAREST); // edges lie in an array
  private static final long WHOLE = 720_720; // a multiple of all ranks, so that sums are exact

  private final Tree tree;
  private final Vectors documents; // (documents, dim)
  private final int[] start; // (leaves + 1) places in members
  private final int[] members; // (documents) by leaf
  private final List<int[]> learned = new ArrayList<>(); // (vectors, NEAREST) leaves of documents

  /**
   * @param documents of length 1 // (documents, dim)
   */
  public LinkLearner(Tree tree, Vectors documents) {
    this.tree = tree;
    this.documents = documents;
    int[] leafOf = new int[documents.size()];
    Parallel.blocks(
        documents.size(),
        (from, to) -> {
          Router router = tree.documentRouter();
          for (int document = from; document < to; document++) {
            leafOf[document] = router.leaf(documents.row(document));
          }
        });
    start = new int[tree.shape().leaves() + 1];
    for (int leaf : leafOf) {
      start[leaf + 1]++;
    }
    Arrays.parallelPrefix(start, Integer::sum);
    int[] next = start.clone();
    members = new int[leafOf.length];
    for (int document = 0; document < leafOf.length; document++) {
      members[next[leafOf[document]]++] = document;
    }
  }

  /**
   * The tree with links that are learned from its documents, and from queries: what is asked for
   * together may lie apart.
   *
   * @param documents of length 1 // (documents, dim)
   * @param queries of length 1, may be none // (queries, dim)
   * @param most links of a leaf
   */
  public static Tree linked(
      Tree tree, Vectors documents, Vectors queries, int most, Progress progress) {
    return tree.withLinks(
        new LinkLearner(tree, documents)
            .addDocuments(progress)
            .addQueries(queries, progress)
            .links(most));
  }

  /**
   * Learns from the documents, which are near others.
   *
   * @throws IllegalArgumentException if there are more than 63 million vectors in all
   */
  public LinkLearner addDocuments(Progress progress) {
    return add(documents, tree::documentRouter, progress);
  }

  /**
   * Learns from queries, or whatever else is routed like them and has documents near it.
   *
   * @param queries of length 1 // (queries, dim)
   * @throws IllegalArgumentException if there are more than 63 million vectors in all
   */
  public LinkLearner addQueries(Vectors queries, Progress progress) {
    return add(queries, tree::queryRouter, progress);
  }

  private LinkLearner add(Vectors vectors, Supplier<Router> routers, Progress progress) {
    long before = learned.stream().mapToLong(leaves -> leaves.length / NEAREST).sum();
    if (before + vectors.size() > MOST_VECTORS) {
      throw new IllegalArgumentException(
          "links can be learned from %,d vectors at most, not from %,d: leave some out, or train with index.links=0"
              .formatted(MOST_VECTORS, before + vectors.size()));
    }
    int[] leaves = new int[Math.multiplyExact(vectors.size(), NEAREST)];
    try (Progress.Task task = progress.start("link leaves", vectors.size(), "vectors")) {
      Parallel.blocks(
          vectors.size(),
          (from, to) -> {
            Search search = new Search(routers.get());
            for (int i = from; i < to; i++) {
              search.nearest(vectors.row(i), leaves, i * NEAREST);
            }
            task.advance(to - from);
          });
    }
    learned.add(leaves);
    return this;
  }

  /** The leaves of the documents nearest to a vector. For one thread. */
  private final class Search {
    private final Router router;
    private int[] candidates = new int[2 * CANDIDATES]; // documents
    private int[] leafOf = new int[2 * CANDIDATES]; // of the candidates
    private float[] scores = new float[2 * CANDIDATES];
    private final float[] best = new float[NEAREST - 1]; // scores in other leaves, falling

    Search(Router router) {
      this.router = router;
    }

    /** Writes leaves from a place on, -1 where there are no more documents. */
    void nearest(float[] vector, int[] leaves, int at) {
      int count = candidates(vector);
      DotProduct.best().rowsAt(documents.segment(), candidates, 0, count, vector, scores);
      Arrays.fill(leaves, at, at + NEAREST, -1);
      if (count == 0) {
        return;
      }
      int nearest = nearestOf(count);
      leaves[at] = leafOf[nearest];
      int size = 0;
      for (int i = 0; i < count; i++) {
        boolean isFull = size == best.length;
        if (leafOf[i] == leaves[at] || isFull && scores[i] <= best[size - 1]) {
          continue;
        }
        int rank = isFull ? size - 1 : size++;
        for (; rank > 0 && scores[i] > best[rank - 1]; rank--) {
          best[rank] = best[rank - 1];
          leaves[at + 1 + rank] = leaves[at + rank];
        }
        best[rank] = scores[i];
        leaves[at + 1 + rank] = leafOf[i];
      }
    }

    private int nearestOf(int count) {
      int nearest = 0;
      for (int i = 1; i < count; i++) {
        if (scores[i] > scores[nearest]) {
          nearest = i;
        }
      }
      return nearest;
    }

    private int candidates(float[] vector) {
      LeafCursor cursor = router.bestFirst(vector);
      int count = 0;
      for (int opened = 0; count < CANDIDATES || opened < LEAST_LEAVES; opened++) {
        int leaf = cursor.next();
        if (leaf < 0) {
          break;
        }
        int size = start[leaf + 1] - start[leaf];
        ensureCapacity(count + size);
        System.arraycopy(members, start[leaf], candidates, count, size);
        Arrays.fill(leafOf, count, count + size, leaf);
        count += size;
      }
      return count;
    }

    private void ensureCapacity(int size) {
      if (size > scores.length) {
        int capacity = Math.max(size, 2 * scores.length);
        candidates = Arrays.copyOf(candidates, capacity);
        leafOf = Arrays.copyOf(leafOf, capacity);
        scores = new float[capacity];
      }
    }
  }

  /**
   * Links to leaves in different directions among those that are the most strongly linked, and of
   * equals the ones of the smallest numbers. The leaf of a vector's nearest document and that of
   * the r-th nearest in any other leaf strengthen their link by 1 / r. With sketches of the leaves.
   *
   * @param most of a leaf
   */
  public LeafLinks links(int most) {
    int[][] candidates = strongest(Math.multiplyExact(CANDIDATES_PER_LINK, most));
    LeafDirections directions = LeafDirections.of(documents, members, start);
    LeafLinks links = new LinkSelection(directions.vectors(), candidates).of(most);
    return links.withSketches(LeafSketches.of(directions.stretched()));
  }

  /** The leaves most strongly linked to each. // (leaves, up to most) */
  int[][] strongest(int most) {
    Edges edges = edges();
    int[][] strongest = new int[start.length - 1][];
    Parallel.blocks(
        strongest.length,
        (from, to) -> {
          for (int leaf = from; leaf < to; leaf++) {
            strongest[leaf] = edges.strongest(leaf, most);
          }
        });
    return strongest;
  }

  /**
   * What was learned, by leaf.
   *
   * @param start of the edges of each leaf // (leaves + 1)
   * @param to the other leaf // (edges)
   * @param rank of the farther document // (edges)
   */
  private record Edges(int[] start, int[] to, byte[] rank) {

    int[] strongest(int leaf, int most) {
      Map<Integer, Long> weights = new HashMap<>();
      for (int edge = start[leaf]; edge < start[leaf + 1]; edge++) {
        weights.merge(to[edge], WHOLE / rank[edge], Long::sum);
      }
      return weights.entrySet().stream()
          .sorted(
              Map.Entry.<Integer, Long>comparingByValue(Comparator.reverseOrder())
                  .thenComparing(Map.Entry.comparingByKey()))
          .limit(most)
          .mapToInt(Map.Entry::getKey)
          .toArray();
    }
  }

  private Edges edges() {
    int[] first = new int[start.length];
    forEachPair(
        (nearest, other, rank) -> {
          first[nearest + 1]++;
          first[other + 1]++;
        });
    Arrays.parallelPrefix(first, Integer::sum);
    int[] next = first.clone();
    int[] to = new int[first[first.length - 1]];
    byte[] ranks = new byte[to.length];
    forEachPair(
        (nearest, other, rank) -> {
          to[next[nearest]] = other;
          ranks[next[nearest]++] = (byte) rank;
          to[next[other]] = nearest;
          ranks[next[other]++] = (byte) rank;
        });
    return new Edges(first, to, ranks);
  }

  private interface Pair {
    void accept(int nearest, int other, int rank);
  }

  private void forEachPair(Pair action) {
    for (int[] leaves : learned) {
      for (int at = 0; at < leaves.length; at += NEAREST) {
        for (int rank = 1; rank < NEAREST && leaves[at + rank] >= 0; rank++) {
          action.accept(leaves[at], leaves[at + rank], rank);
        }
      }
    }
  }
}
