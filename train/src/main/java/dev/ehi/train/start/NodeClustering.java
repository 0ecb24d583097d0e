package dev.ehi.train.start;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Hierarchical k-means, one level at a time: the documents of each node are clustered into its
 * children. The length of a weight is the inverse of a temperature.
 */
final class NodeClustering {
  private final Vectors documents; // (documents, dim) as the levels see them
  private final int branching;
  private final double temperature;
  private final long seed;
  private final SplittableRandom random;

  NodeClustering(
      Vectors documents, int branching, double temperature, long seed, SplittableRandom random) {
    this.documents = documents;
    this.branching = branching;
    this.temperature = temperature;
    this.seed = seed;
    this.random = random;
  }

  /**
   * The children of all nodes of a level.
   *
   * @param weight centroids, divided by the temperature // (nodes * branching, dim)
   * @param members ordinals of each child's documents // (nodes * branching, ..)
   */
  record Children(Vectors weight, int[][] members) {}

  /**
   * Clusters the documents of each node.
   *
   * @param nodes ordinals of each node's documents // (nodes, ..)
   * @param h of the level that the children are, 1 for those of the root
   */
  Children below(int[][] nodes, int h) {
    Vectors weight = Vectors.allocate(nodes.length * branching, documents.dim());
    int[][] members = new int[nodes.length * branching][];
    for (int node = 0; node < nodes.length; node++) {
      Vectors points = documents.gather(nodes[node]);
      points.normalize();
      Vectors centroids = centroids(points, h - 1 + node);
      int first = node * branching;
      for (int i = 0; i < branching; i++) {
        weight.set(first + i, TreeStart.scaled(centroids.row(i), 1 / temperature));
      }
      split(nodes[node], KMeans.assign(points, centroids), members, first);
    }
    return new Children(weight, members);
  }

  /** Centroids of a node's documents; directions at random stand in where documents are lacking. */
  private Vectors centroids(Vectors points, int place) {
    int found = Math.min(points.size(), branching);
    Vectors centroids =
        ResidualStart.gaussian(branching, documents.dim(), 1, random); // unlike any document
    centroids.normalize();
    if (found > 0) {
      Vectors clustered =
          KMeans.centroids(points, found, TreeStart.kmeans(seed + place), Progress.none());
      for (int i = 0; i < found; i++) {
        centroids.set(i, clustered.row(i));
      }
    }
    return centroids;
  }

  private void split(int[] all, int[] child, int[][] members, int first) {
    for (int i = 0; i < branching; i++) {
      int branch = i;
      members[first + i] =
          IntStream.range(0, all.length).filter(j -> child[j] == branch).map(j -> all[j]).toArray();
    }
  }
}
