package dev.ehi.eval.compare;

import dev.ehi.core.tree.Tree;
import dev.ehi.eval.Embeddings;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A way to search some embeddings. Exact search of each encoder is always measured beside. */
public sealed interface Contender {

  /** Unique in a comparison, such as {@code joint + EHI tree}. */
  String name();

  Embeddings embeddings();

  /**
   * A given tree.
   *
   * @param leavesPerDocument how many leaves hold each document; 1 is the paper's
   * @param start the tree that training began with: measured and tested against, if given
   */
  record LearnedTree(
      String name, Embeddings embeddings, Tree tree, int leavesPerDocument, Optional<Tree> start)
      implements Contender {

    public LearnedTree {
      if (tree.shape().dim() != embeddings.dim()) {
        throw new IllegalArgumentException(
            "%s: the tree is for dimension %d, the embeddings '%s' have %d"
                .formatted(name, tree.shape().dim(), embeddings.name(), embeddings.dim()));
      }
    }
  }

  /**
   * Inverted file on k-means centroids: the same index with another tree. The grid is tried on the
   * dev queries, and the cheapest candidate is taken.
   *
   * @param leafCounts numbers of centroids to try
   * @param leavesPerDocument numbers of leaves a document to try
   */
  record KMeansIvf(
      String name, Embeddings embeddings, List<Integer> leafCounts, List<Integer> leavesPerDocument)
      implements Contender {

    public KMeansIvf {
      leafCounts = List.copyOf(leafCounts);
      leavesPerDocument = List.copyOf(leavesPerDocument);
      if (leafCounts.isEmpty() || leavesPerDocument.isEmpty()) {
        throw new IllegalArgumentException(name + ": the grid to tune on is empty");
      }
    }

    /**
     * Powers of two from a quarter of the square root of the corpus size to four times it, 1 or 2
     * leaves a document.
     */
    public static KMeansIvf standard(String name, Embeddings embeddings) {
      int middle = (int) Math.round(Math.log(embeddings.size()) / Math.log(2) / 2);
      List<Integer> leafCounts =
          IntStream.rangeClosed(Math.max(1, middle - 2), middle + 2)
              .map(log -> 1 << log)
              .filter(k -> k <= embeddings.size())
              .boxed()
              .toList();
      return new KMeansIvf(name, embeddings, leafCounts, List.of(1, 2));
    }
  }

  /**
   * Lucene's graph index.
   *
   * @param maxConnections M, neighbours of a node
   * @param beamWidth efConstruction
   */
  record Hnsw(String name, Embeddings embeddings, int maxConnections, int beamWidth)
      implements Contender {

    /** Lucene's defaults, M 16 and beam 100. */
    public static Hnsw standard(String name, Embeddings embeddings) {
      return new Hnsw(name, embeddings, 16, 100);
    }
  }
}
