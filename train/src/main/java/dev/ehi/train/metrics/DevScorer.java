package dev.ehi.train.metrics;

import dev.ehi.core.parallel.Parallel;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.mining.LeafMap;
import dev.ehi.train.sample.DevQueries;
import dev.ehi.train.sample.Ordinals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Scores a tree on held-out queries at fixed shares of the corpus visited. nDCG@10 is trec_eval's
 * {@code ndcg_cut_10}: linear gains, and equal scores ordered by falling document id.
 */
public final class DevScorer {
  private static final int CUT = 10;

  private final DevQueries dev;
  private final Ordinals documents;
  private final List<Double> budgets;
  private final DotProduct kernel = DotProduct.best();

  /**
   * @param documents ids of the corpus
   * @param budgets shares of the corpus, each in (0, 1]
   */
  public DevScorer(DevQueries dev, Ordinals documents, List<Double> budgets) {
    this.dev = dev;
    this.documents = documents;
    this.budgets = List.copyOf(budgets);
  }

  /**
   * Scores.
   *
   * @param leaves of the documents' vectors in that tree
   * @param vectors of the documents // (documents, dim)
   * @param queries of the dev queries // (dev queries, dim)
   */
  public DevScore score(Tree tree, LeafMap leaves, Vectors vectors, Vectors queries) {
    double[] exact = new double[dev.size()];
    DevScore.AtBudget[][] points = new DevScore.AtBudget[dev.size()][];
    Parallel.blocks(
        dev.size(),
        (from, to) -> {
          Router router = tree.queryRouter();
          float[] scores = new float[vectors.size()];
          for (int query = from; query < to; query++) {
            float[] vector = queries.row(query);
            kernel.rows(vectors.segment(), 0, vectors.size(), vector, scores);
            exact[query] = ndcg(query, scores, IntStream.range(0, scores.length).toArray());
            points[query] = points(router, leaves, query, vector, scores);
          }
        });
    List<DevScore.AtBudget> atBudgets = new ArrayList<>();
    for (int b = 0; b < budgets.size(); b++) {
      atBudgets.add(
          new DevScore.AtBudget(
              budgets.get(b),
              mean(points, b, DevScore.AtBudget::ndcg),
              mean(points, b, DevScore.AtBudget::routing),
              mean(points, b, DevScore.AtBudget::ndcgAtCost)));
    }
    return new DevScore(dev.size(), Arrays.stream(exact).average().orElse(0), atBudgets);
  }

  /** The curve of one query. // (budgets) */
  private DevScore.AtBudget[] points(
      Router router, LeafMap leaves, int query, float[] vector, float[] scores) {
    DevScore.AtBudget[] points = new DevScore.AtBudget[budgets.size()];
    for (int b = 0; b < points.length; b++) {
      double share = budgets.get(b);
      int most = (int) Math.max(1, Math.round(share * documents.size()));
      int[] visited = leaves.reached(router.bestFirst(vector), () -> most);
      double routing = router.cost();
      int[] paid =
          leaves.reached(router.bestFirst(vector), () -> most - (int) Math.ceil(router.cost()));
      points[b] =
          new DevScore.AtBudget(
              share,
              ndcg(query, scores, visited),
              routing / documents.size(),
              ndcg(query, scores, paid));
    }
    return points;
  }

  private double ndcg(int query, float[] scores, int[] candidates) {
    int[] top = top(scores, candidates);
    double gain = 0;
    for (int rank = 0; rank < top.length; rank++) {
      gain += discounted(dev.grade(query, top[rank]), rank);
    }
    double ideal = 0;
    List<Integer> grades = dev.idealGrades(query);
    for (int rank = 0; rank < Math.min(CUT, grades.size()); rank++) {
      ideal += discounted(grades.get(rank), rank);
    }
    return gain / ideal;
  }

  private static double discounted(int grade, int rank) {
    return Math.max(0, grade) * Math.log(2) / Math.log(rank + 2.0);
  }

  /** The best candidates in order, by insertion into a short sorted list. */
  private int[] top(float[] scores, int[] candidates) {
    int[] top = new int[CUT];
    int count = 0;
    for (int candidate : candidates) {
      if (count == CUT && !before(candidate, top[CUT - 1], scores)) {
        continue;
      }
      int place = count < CUT ? count++ : CUT - 1;
      while (place > 0 && before(candidate, top[place - 1], scores)) {
        top[place] = top[place - 1];
        place--;
      }
      top[place] = candidate;
    }
    return Arrays.copyOf(top, count);
  }

  private boolean before(int a, int b, float[] scores) {
    return scores[a] != scores[b]
        ? scores[a] > scores[b]
        : documents.id(a).compareTo(documents.id(b)) > 0;
  }

  private static double mean(
      DevScore.AtBudget[][] points, int budget, ToDoubleFunction<DevScore.AtBudget> value) {
    return Arrays.stream(points).map(curve -> curve[budget]).mapToDouble(value).average().orElse(0);
  }
}
