package dev.ehi.core.tree;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Learns {@link LeafLinks}: two leaves are linked the more, the more often a document in one of
 * them is the nearest to a vector that has near documents in the other too. The nearest documents
 * are looked for in the leaves that are most probable for a vector, so what this takes grows with
 * the number of vectors alone, not with its square.
 */
public final class LinkLearner {
  private static final int NEAREST = 17; // documents of a vector; its own if it is a document
  private static final int CANDIDATES = 1024; // documents among which these are looked for
  private static final int LEAST_LEAVES = 8; // that these lie in, however many they are then
  private static final int BLOCK = 256; // vectors
  private static final int MOST_VECTORS =
      Integer.MAX_VALUE / (2 * NEAREST); // edges lie in an array
  private static final long WHOLE = 720_720; // a multiple of all ranks, so that sums are exact

  private final Tree tree;
  private final Vectors documents; // (documents, dim)
  private final int[] start; // (leaves + 1) places in members
  private final int[] members; // (documents) by leaf
  private final List<int[]> learned = new ArrayList<>(); // (vectors, NEAREST) leaves

  /**
   * @param documents of length 1 // (documents, dim)
   */
  public LinkLearner(Tree tree, Vectors documents) {
    this.tree = tree;
    this.documents = documents;
    int[] leafOf = new int[documents.size()];
    blocks(
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
   * The tree with links that are learned from its documents.
   *
   * @param documents of length 1 // (documents, dim)
   * @param most links of a leaf
   */
  public static Tree linked(Tree tree, Vectors documents, int most, Progress progress) {
    return tree.withLinks(new LinkLearner(tree, documents).add(documents, progress).links(most));
  }

  /**
   * Learns from vectors: documents, queries, or whatever else has documents near it.
   *
   * @param vectors of length 1 // (vectors, dim)
   * @throws IllegalArgumentException if there are more than 63 million in all
   */
  public LinkLearner add(Vectors vectors, Progress progress) {
    long before = learned.stream().mapToLong(leaves -> leaves.length / NEAREST).sum();
    if (before + vectors.size() > MOST_VECTORS) {
      throw new IllegalArgumentException(
          "links can be learned from %,d vectors at most, not from %,d: leave some out, or train with index.links=0"
              .formatted(MOST_VECTORS, before + vectors.size()));
    }
    int[] leaves = new int[Math.multiplyExact(vectors.size(), NEAREST)];
    try (Progress.Task task = progress.start("link leaves", vectors.size(), "vectors")) {
      blocks(
          vectors.size(),
          (from, to) -> {
            Search search = new Search();
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
    private final Router router = tree.queryRouter();
    private int[] candidates = new int[2 * CANDIDATES]; // documents
    private int[] leafOf = new int[2 * CANDIDATES]; // of the candidates
    private float[] scores = new float[2 * CANDIDATES];
    private final float[] best = new float[NEAREST]; // scores, falling

    /** Writes leaves from a place on, -1 where there are no more documents. */
    void nearest(float[] vector, int[] leaves, int at) {
      int count = candidates(vector);
      DotProduct.best().rowsAt(documents.segment(), candidates, 0, count, vector, scores);
      Arrays.fill(leaves, at, at + NEAREST, -1);
      int size = 0;
      for (int i = 0; i < count; i++) {
        if (size == NEAREST && scores[i] <= best[NEAREST - 1]) {
          continue;
        }
        int rank = size < NEAREST ? size++ : NEAREST - 1;
        for (; rank > 0 && scores[i] > best[rank - 1]; rank--) {
          best[rank] = best[rank - 1];
          leaves[at + rank] = leaves[at + rank - 1];
        }
        best[rank] = scores[i];
        leaves[at + rank] = leafOf[i];
      }
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
   * The strongest links, and of equals the ones to the smallest numbers. The nearest document's
   * leaf and that of the document which comes r-th after it strengthen their link by 1 / r.
   *
   * @param most of a leaf
   */
  public LeafLinks links(int most) {
    int leaves = start.length - 1;
    Edges edges = edges();
    int[] links = new int[Math.multiplyExact(leaves, most)];
    Arrays.fill(links, -1);
    for (int leaf = 0; leaf < leaves; leaf++) {
      Map<Integer, Long> weights = new HashMap<>();
      for (int edge = edges.start[leaf]; edge < edges.start[leaf + 1]; edge++) {
        weights.merge(edges.to[edge], WHOLE / edges.rank[edge], Long::sum);
      }
      int[] strongest =
          weights.entrySet().stream()
              .sorted(
                  Map.Entry.<Integer, Long>comparingByValue(Comparator.reverseOrder())
                      .thenComparing(Map.Entry.comparingByKey()))
              .limit(most)
              .mapToInt(Map.Entry::getKey)
              .toArray();
      System.arraycopy(strongest, 0, links, leaf * most, strongest.length);
    }
    return LeafLinks.of(most, links);
  }

  /**
   * What was learned, by leaf.
   *
   * @param start of the edges of each leaf // (leaves + 1)
   * @param to the other leaf // (edges)
   * @param rank of the farther document // (edges)
   */
  private record Edges(int[] start, int[] to, byte[] rank) {}

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
          if (leaves[at + rank] != leaves[at]) {
            action.accept(leaves[at], leaves[at + rank], rank);
          }
        }
      }
    }
  }

  private interface Block {
    void run(int from, int to);
  }

  private static void blocks(int size, Block block) {
    IntStream.range(0, (size + BLOCK - 1) / BLOCK)
        .parallel()
        .forEach(b -> block.run(b * BLOCK, Math.min(size, (b + 1) * BLOCK)));
  }
}
