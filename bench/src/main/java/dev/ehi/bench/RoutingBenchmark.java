package dev.ehi.bench;

import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.VectorFiles;
import dev.ehi.encoder.VectorModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Routing through a trained tree against its bare multiplications: the same number of rows of the
 * same width, one after the other. Arguments: a model trained on given vectors, query vectors
 * (.npy) and their ids, leaves to find for each query.
 */
public final class RoutingBenchmark {
  private static final int ROUNDS = 15;

  private RoutingBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Tree tree = VectorModel.read(Path.of(arguments[0])).tree().orElseThrow();
    Vectors queries = VectorFiles.read(Path.of(arguments[1]), Path.of(arguments[2])).vectors();
    int leaves = Integer.parseInt(arguments[3]);
    int count = Math.min(2000, queries.size());
    float[][] vectors = new float[count][];
    for (int i = 0; i < count; i++) {
      vectors[i] = queries.row(i);
    }
    Router router = tree.queryRouter();
    double dots = cost(router, vectors, leaves);
    List<Timing> routing = new ArrayList<>();
    List<Timing> bare = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      routing.add(Timing.of(() -> cost(router, vectors, leaves)));
      bare.add(Timing.of(() -> multiply(tree, vectors, dots)));
    }
    System.out.printf(
        "%s: %d leaves, %.1f dot products, %.2f us a query; the products alone %.2f us%n",
        tree.shape(),
        leaves,
        dots,
        1e6 * Timing.median(routing, Timing::seconds) / count,
        1e6 * Timing.median(bare, Timing::seconds) / count);
  }

  /** Finds leaves for all queries. Returns the mean cost. */
  private static double cost(Router router, float[][] queries, int leaves) {
    double cost = 0;
    for (float[] query : queries) {
      LeafCursor cursor = router.bestFirst(query);
      for (int i = 0; i < leaves; i++) {
        cursor.next();
      }
      cost += router.cost();
    }
    return cost / queries.length;
  }

  private static float multiply(Tree tree, float[][] queries, double dots) {
    Vectors weight = tree.level(tree.shape().height()).weight();
    int rows = (int) Math.min(weight.size(), dots * tree.shape().dim() / weight.dim());
    float[] seen = new float[weight.dim()];
    float[] scores = new float[rows];
    float sum = 0;
    for (float[] query : queries) {
      System.arraycopy(query, 0, seen, 0, seen.length);
      DotProduct.best().rows(weight.segment(), 0, rows, seen, scores);
      sum += scores[0];
    }
    return sum;
  }
}
