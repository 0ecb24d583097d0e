package dev.ehi.eval.compare;

import dev.ehi.core.tree.Tree;
import dev.ehi.eval.Embeddings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A way to search some embeddings. Exact search of each encoder is always measured beside. */
public sealed interface Contender {

  /** Tried for learned trees and k-means alike. */
  List<Integer> LEAVES_PER_DOCUMENT = List.of(1, 2);

  /** Unique in a comparison, such as {@code joint + EHI tree}. */
  String name();

  Embeddings embeddings();

  /**
   * A given tree. It is measured as the paper uses it, each document in one leaf and a fixed number
   * of documents for every query; tuned on the dev queries like k-means is; and, if its leaves are
   * linked, with searches that go on through the links, tuned as well.
   *
   * @param leavesPerDocument numbers of leaves a document to try in tuning
   * @param start the tree that training began with: measured and tested against, if given
   */
  record LearnedTree(
      String name,
      Embeddings embeddings,
      Tree tree,
      List<Integer> leavesPerDocument,
      Optional<Tree> start)
      implements Contender {

    public LearnedTree {
      leavesPerDocument = List.copyOf(leavesPerDocument);
      if (leavesPerDocument.isEmpty()) {
        throw new IllegalArgumentException(name + ": the grid to tune on is empty");
      }
      if (tree.shape().dim() != embeddings.dim()) {
        throw new IllegalArgumentException(
            "%s: the tree is for dimension %d, the embeddings '%s' have %d"
                .formatted(name, tree.shape().dim(), embeddings.name(), embeddings.dim()));
      }
    }

    /** Tuned over 1 or 2 leaves a document. */
    public static LearnedTree standard(
        String name, Embeddings embeddings, Tree tree, Optional<Tree> start) {
      return new LearnedTree(name, embeddings, tree, LEAVES_PER_DOCUMENT, start);
    }

    String tunedName() {
      return name + ", tuned";
    }

    String linkedName() {
      return name + ", linked";
    }

    String startName() {
      return name + "'s start";
    }
  }

  /**
   * Inverted file on k-means centroids: the same index with another tree. The grid and all rules to
   * stop are tried on the dev queries, and the cheapest candidate is taken; and likewise the grid,
   * numbers of links and documents to go on from for searches through links between its leaves.
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
      return new KMeansIvf(name, embeddings, leafCounts, LEAVES_PER_DOCUMENT);
    }

    String linkedName() {
      return name + ", linked";
    }
  }

  /**
   * Lucene's graph index.
   *
   * @param builds tried on the dev queries if there are several; the cheapest is taken
   */
  record Hnsw(String name, Embeddings embeddings, List<Build> builds) implements Contender {

    /** Documents up to which building four graphs is a matter of seconds. */
    private static final int CHEAP = 50_000;

    public Hnsw {
      builds = List.copyOf(builds);
      if (builds.isEmpty()) {
        throw new IllegalArgumentException(name + ": no graph to build");
      }
    }

    /**
     * How a graph is built.
     *
     * @param maxConnections M, neighbours of a node
     * @param beamWidth efConstruction
     */
    public record Build(int maxConnections, int beamWidth) {

      /** Lucene's defaults. */
      public static final Build LUCENE = new Build(16, 100);

      Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("M", String.valueOf(maxConnections));
        settings.put("efConstruction", String.valueOf(beamWidth));
        return settings;
      }
    }

    /** M 16 or 32 and beam 100 or 200 where that is cheap to try, else Lucene's defaults. */
    public static Hnsw standard(String name, Embeddings embeddings) {
      return new Hnsw(
          name,
          embeddings,
          embeddings.size() <= CHEAP
              ? List.of(Build.LUCENE, new Build(16, 200), new Build(32, 100), new Build(32, 200))
              : List.of(Build.LUCENE));
    }
  }
}
