package dev.ehi.bench;

import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * By what a search should stop opening leaves. For each rule the dev queries set the threshold at
 * which a share of their exact top 10 is found, and the test queries are searched with it: printed
 * is the share that they find and how many documents they visit, on average, in the median and at
 * most in 99 of 100 searches.
 *
 * <p>Arguments: a model with a tree, or the number of leaves of a k-means tree; and the set as
 * {@code ehi encode} writes it.
 */
public final class StopExperiment {
  private static final int K = 10;
  private static final double[] RECALLS = {.9, .95, .98, .99};

  private final Tree tree;
  private final int[] leafOf; // (documents)
  private final int[] sizes; // (leaves)

  private StopExperiment(Tree tree, Vectors documents) {
    this.tree = tree;
    Router router = tree.documentRouter();
    leafOf = IntStream.range(0, documents.size()).map(i -> router.leaf(documents.row(i))).toArray();
    sizes = new int[tree.shape().leaves()];
    for (int leaf : leafOf) {
      sizes[leaf]++;
    }
  }

  /** Where a search stands when it comes to a leaf. */
  private record Step(
      int leaf, int documentsBefore, double massBefore, double best, double logProbability) {}

  /** What may be held against a threshold; never falls from leaf to leaf. */
  private enum Rule {
    DOCUMENTS {
      @Override
      double of(Step step) {
        return step.documentsBefore();
      }
    },
    GAP {
      @Override
      double of(Step step) {
        return step.best() - step.logProbability();
      }
    },
    SURPRISAL {
      @Override
      double of(Step step) {
        return -step.logProbability();
      }
    },
    MASS {
      @Override
      double of(Step step) {
        return step.massBefore();
      }
    };

    abstract double of(Step step);
  }

  /**
   * A query.
   *
   * @param steps to all leaves, the most probable first
   * @param hits places in {@code steps} where a document of the exact top 10 is found
   */
  private record Walk(List<Step> steps, int[] hits) {}

  public static void main(String[] arguments) throws IOException {
    EncodedSet set = EncodedSet.read(Path.of(arguments[1]));
    Vectors documents = set.documents().vectors();
    StopExperiment experiment =
        new StopExperiment(TreeArgument.of(arguments[0], documents), documents);
    List<Walk> dev = experiment.walks(documents, set.dev());
    List<Walk> test = experiment.walks(documents, set.test());
    for (Rule rule : Rule.values()) {
      double[] needed =
          dev.stream()
              .flatMapToDouble(
                  walk ->
                      Arrays.stream(walk.hits()).mapToDouble(hit -> rule.of(walk.steps().get(hit))))
              .sorted()
              .toArray();
      for (double recall : RECALLS) {
        double threshold = needed[(int) Math.ceil(recall * needed.length) - 1];
        experiment.report(rule, recall, threshold, test);
      }
    }
  }

  private List<Walk> walks(Vectors documents, Vectors queries) {
    int[][] nearest = ExactNeighbours.of(documents, queries, K);
    Router router = tree.queryRouter();
    return IntStream.range(0, queries.size())
        .mapToObj(q -> walk(router.bestFirst(queries.row(q)), nearest[q]))
        .toList();
  }

  private Walk walk(LeafCursor cursor, int[] nearest) {
    List<Step> steps = new ArrayList<>();
    int[] place = new int[sizes.length]; // by leaf
    int documents = 0;
    double mass = 0;
    double best = 0;
    for (int leaf = cursor.next(); leaf >= 0; leaf = cursor.next()) {
      double logProbability = cursor.logProbability();
      best = steps.isEmpty() ? logProbability : best;
      place[leaf] = steps.size();
      steps.add(new Step(leaf, documents, mass, best, logProbability));
      documents += sizes[leaf];
      mass += Math.exp(logProbability);
    }
    return new Walk(steps, Arrays.stream(nearest).map(i -> place[leafOf[i]]).toArray());
  }

  private void report(Rule rule, double recall, double threshold, List<Walk> walks) {
    long found = 0;
    double[] visited = new double[walks.size()];
    for (int i = 0; i < visited.length; i++) {
      Walk walk = walks.get(i);
      int opened = 0;
      for (; opened < walk.steps().size(); opened++) {
        Step step = walk.steps().get(opened);
        if (rule.of(step) > threshold) {
          break;
        }
        visited[i] += sizes[step.leaf()];
      }
      int last = opened;
      found += Arrays.stream(walk.hits()).filter(hit -> hit < last).count();
    }
    System.out.printf(
        Locale.ROOT,
        "%-10s recall %.2f: %.4f found, %7.1f documents visited, median %6.0f, 99th percentile %6.0f%n",
        rule,
        recall,
        (double) found / (K * walks.size()),
        Arrays.stream(visited).average().orElse(0),
        Timing.quantile(visited, .5),
        Timing.quantile(visited, .99));
  }
}
