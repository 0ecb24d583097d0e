package dev.ehi.bench;

import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which nodes a search may go on to from a node, the likeliest first.
 *
 * @param links // (nodes, at most as many as asked for)
 */
record NeighbourGraph(int[][] links) {
  private static final int CANDIDATES = 100; // near documents that a document's links are among

  /** The likeliest of what a node is linked to, at most so many. */
  IntStream links(int node, int most) {
    return Arrays.stream(links[node]).limit(most);
  }

  /**
   * Links near documents in different directions: of the nearest ones a document is left out that
   * is nearer to one already linked (as HNSW does, arXiv 1603.09320, algorithm 4), and each link
   * leads back as well.
   *
   * @param documents // (documents, dim)
   * @param most links of a document, half as many forth
   */
  static NeighbourGraph ofDocuments(Vectors documents, int most) {
    int[][] forth =
        IntStream.range(0, documents.size())
            .parallel()
            .mapToObj(document -> inDifferentDirections(documents, document, most / 2))
            .toArray(int[][]::new);
    List<List<Integer>> both = new ArrayList<>();
    for (int[] links : forth) {
      both.add(new ArrayList<>(IntStream.of(links).boxed().toList()));
    }
    for (int document = 0; document < forth.length; document++) {
      for (int linked : forth[document]) {
        if (!both.get(linked).contains(document)) {
          both.get(linked).add(document);
        }
      }
    }
    return new NeighbourGraph(
        IntStream.range(0, both.size())
            .parallel()
            .mapToObj(document -> nearest(documents, document, both.get(document), most))
            .toArray(int[][]::new));
  }

  private static int[] inDifferentDirections(Vectors documents, int document, int most) {
    List<Integer> linked = new ArrayList<>();
    float[] vector = documents.row(document);
    for (int near : ExactNeighbours.of(documents, vector, CANDIDATES)) {
      if (near != document && linked.size() < most) {
        float[] other = documents.row(near);
        float similarity = similarity(documents, document, other);
        if (linked.stream().allMatch(l -> similarity(documents, l, other) <= similarity)) {
          linked.add(near);
        }
      }
    }
    return linked.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] nearest(Vectors documents, int document, List<Integer> linked, int most) {
    float[] vector = documents.row(document);
    return linked.stream()
        .sorted(
            Comparator.comparingDouble((Integer l) -> -similarity(documents, l, vector))
                .thenComparing(Comparator.naturalOrder()))
        .mapToInt(Integer::intValue)
        .limit(most)
        .toArray();
  }

  private static float similarity(Vectors documents, int document, float[] vector) {
    return DotProduct.best().dot(documents.row(document), vector);
  }
}
