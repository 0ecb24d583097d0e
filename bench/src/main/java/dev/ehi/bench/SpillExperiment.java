package dev.ehi.bench;

import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Which second leaf a document should lie in, if any: the next most probable one; one that covers
 * what the first misses, after SOAR (Sun et al., arXiv 2404.00774); or the one where the query
 * weights would look for it. Printed is the share of the corpus that must be visited, duplicates
 * counted, for a share of the exact top 10: when every query visits as many documents, and when
 * each goes on to the same gap in log-probability.
 *
 * <p>Arguments: a model with a tree, or the number of leaves of a k-means tree; and the set as
 * {@code ehi encode} writes it.
 */
public final class SpillExperiment {
  private static final int K = 10;
  private static final int CANDIDATES = 32; // most probable leaves that a second one is chosen from
  private static final double[] RECALLS = {.9, .95, .98, .99};
  private static final DotProduct DOT = DotProduct.best();

  private final Tree tree;
  private final Vectors documents; // (documents, dim)
  private final Vectors queries; // (queries, dim)
  private final int[][] probable; // (documents, CANDIDATES) most probable leaves
  private final int[][] nearest; // (queries, K)

  private SpillExperiment(Tree tree, Vectors documents, Vectors queries) {
    this.tree = tree;
    this.documents = documents;
    this.queries = queries;
    Router router = tree.documentRouter();
    probable = rows(documents, row -> first(router.bestFirst(row), CANDIDATES));
    nearest = ExactNeighbours.of(documents, queries, K);
  }

  private interface RowFunction {
    int[] of(float[] row);
  }

  public static void main(String[] arguments) throws IOException {
    EncodedSet set = EncodedSet.read(Path.of(arguments[1]));
    Vectors documents = set.documents().vectors();
    Tree tree = TreeArgument.of(arguments[0], documents);
    SpillExperiment experiment = new SpillExperiment(tree, documents, set.test());
    experiment.report("one leaf", experiment.most(1));
    experiment.report("two most probable", experiment.most(2));
    for (double lambda : new double[] {0, 1, 4}) {
      experiment.report("SOAR, lambda " + lambda, experiment.orthogonal(lambda));
    }
    experiment.report("second by queries", experiment.asQueries());
  }

  private static int[][] rows(Vectors vectors, RowFunction function) {
    return IntStream.range(0, vectors.size())
        .mapToObj(i -> function.of(vectors.row(i)))
        .toArray(int[][]::new);
  }

  private static int[] first(LeafCursor cursor, int count) {
    return IntStream.range(0, count).map(i -> cursor.next()).toArray();
  }

  private int[][] most(int count) {
    return Arrays.stream(probable)
        .map(leaves -> Arrays.copyOf(leaves, count))
        .toArray(int[][]::new);
  }

  private int[][] asQueries() {
    Router router = tree.queryRouter();
    int[][] leaves = new int[documents.size()][];
    for (int i = 0; i < leaves.length; i++) {
      int[] asked = first(router.bestFirst(documents.row(i)), 2);
      int own = probable[i][0];
      leaves[i] = new int[] {own, asked[0] == own ? asked[1] : asked[0]};
    }
    return leaves;
  }

  /** The second leaf has the least |s|^2 + lambda (r . s)^2 / |r|^2, of residuals r and s. */
  private int[][] orthogonal(double lambda) {
    Vectors means = means();
    int[][] leaves = new int[documents.size()][];
    for (int i = 0; i < leaves.length; i++) {
      float[] document = documents.row(i);
      float[] residual = minus(document, means.row(probable[i][0]));
      double squares = Math.max(1e-12, DOT.dot(residual, residual));
      int best = probable[i][1];
      double least = Double.POSITIVE_INFINITY;
      for (int c = 1; c < CANDIDATES; c++) {
        float[] other = minus(document, means.row(probable[i][c]));
        double along = DOT.dot(residual, other);
        double loss = DOT.dot(other, other) + lambda * along * along / squares;
        if (loss < least) {
          least = loss;
          best = probable[i][c];
        }
      }
      leaves[i] = new int[] {probable[i][0], best};
    }
    return leaves;
  }

  /** Of the documents whose most probable leaf it is; 0 where there are none. // (leaves, dim) */
  private Vectors means() {
    Vectors means = Vectors.allocate(tree.shape().leaves(), documents.dim());
    int[] sizes = new int[means.size()];
    for (int i = 0; i < documents.size(); i++) {
      int leaf = probable[i][0];
      float[] mean = means.row(leaf);
      float[] document = documents.row(i);
      sizes[leaf]++;
      for (int j = 0; j < mean.length; j++) {
        mean[j] += (document[j] - mean[j]) / sizes[leaf];
      }
      means.set(leaf, mean);
    }
    return means;
  }

  private static float[] minus(float[] a, float[] b) {
    float[] difference = a.clone();
    for (int j = 0; j < difference.length; j++) {
      difference[j] -= b[j];
    }
    return difference;
  }

  /** Where a search stands when it opens a leaf. */
  private record Step(int leaf, double documentsBefore, double gap) {}

  private void report(String name, int[][] leavesOf) {
    int[] sizes = new int[tree.shape().leaves()];
    for (int[] leaves : leavesOf) {
      for (int leaf : leaves) {
        sizes[leaf]++;
      }
    }
    double[] byDocuments = new double[queries.size() * K]; // (hits) threshold that finds it
    double[] byGap = new double[queries.size() * K]; // (hits)
    List<List<Step>> walks = new ArrayList<>();
    Router router = tree.queryRouter();
    for (int q = 0; q < queries.size(); q++) {
      List<Step> walk = walk(router.bestFirst(queries.row(q)), sizes);
      walks.add(walk);
      for (int i = 0; i < K; i++) {
        int[] leaves = leavesOf[nearest[q][i]];
        Step step = walk.stream().filter(s -> contains(leaves, s.leaf())).findFirst().orElseThrow();
        byDocuments[q * K + i] = step.documentsBefore();
        byGap[q * K + i] = step.gap();
      }
    }
    Arrays.sort(byDocuments);
    Arrays.sort(byGap);
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-20s", name));
    for (double recall : RECALLS) {
      int at = (int) Math.ceil(recall * byGap.length) - 1;
      line.append(
          String.format(
              Locale.ROOT,
              "  %.2f: %6.3f %% by number, %6.3f %% by gap",
              recall,
              share(walks, sizes, byDocuments[at], Double.POSITIVE_INFINITY),
              share(walks, sizes, Double.POSITIVE_INFINITY, byGap[at])));
    }
    System.out.println(line);
  }

  /** All leaves, the most probable first. */
  private static List<Step> walk(LeafCursor cursor, int[] sizes) {
    List<Step> walk = new ArrayList<>();
    double before = 0;
    double best = 0;
    for (int leaf = cursor.next(); leaf >= 0; leaf = cursor.next()) {
      if (walk.isEmpty()) {
        best = cursor.logProbability();
      }
      walk.add(new Step(leaf, before, best - cursor.logProbability()));
      before += sizes[leaf];
    }
    return walk;
  }

  private static boolean contains(int[] leaves, int leaf) {
    return Arrays.stream(leaves).anyMatch(held -> held == leaf);
  }

  /** Visited on average when leaves are opened up to a threshold, in per cent of the corpus. */
  private double share(List<List<Step>> walks, int[] sizes, double most, double gap) {
    double visited = 0;
    for (List<Step> walk : walks) {
      for (Step step : walk) {
        if (step.documentsBefore() > most || step.gap() > gap) {
          break;
        }
        visited += sizes[step.leaf()];
      }
    }
    return 100 * visited / walks.size() / documents.size();
  }
}
