package dev.ehi.eval.report;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.LeafAgreement;
import dev.ehi.core.tree.LeafBalance;
import dev.ehi.core.tree.Tree;
import dev.ehi.data.Qrels;
import dev.ehi.eval.Embeddings;
import dev.ehi.eval.RandomSet;
import dev.ehi.eval.compare.Comparison;
import dev.ehi.eval.compare.ComparisonConfig;
import dev.ehi.eval.compare.Contender.Hnsw;
import dev.ehi.eval.compare.Contender.KMeansIvf;
import dev.ehi.eval.compare.Contender.LearnedTree;
import dev.ehi.eval.compare.Results;
import dev.ehi.eval.compare.Texts;
import dev.ehi.eval.curve.BudgetGrid;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small real comparison with words that an HTML page must not take for markup. */
final class SampleResults {

  static final String HOSTILE =
      "</script><img src=x onerror=alert(1)> & \"quotes\" \u2028 {{results}}";

  private SampleResults() {}

  static Results compare() {
    return compare(7);
  }

  /** On the same data, with another seed of k-means and tests. */
  static Results compare(long seed) {
    Embeddings joint = RandomSet.embeddings("joint", 3, 600, 40, 16);
    Embeddings dual = RandomSet.embeddings("dual", 4, 600, 40, 16);
    Qrels.Builder training = new Qrels.Builder();
    for (int i = 0; i < 300; i++) {
      training.add("t" + i, "d" + i, 1);
    }
    ComparisonConfig config =
        new ComparisonConfig(
            new BudgetGrid(List.of(.02, .05, .1, .5, 1.0), 200),
            List.of(.95, .98, .99),
            List.of(.1, .2),
            200,
            40,
            10,
            2,
            seed,
            2);
    return Comparison.on("random " + HOSTILE)
        .contender(
            LearnedTree.standard(
                "joint + tree", joint, tree(joint, 20), Optional.of(tree(joint, 5))))
        .contender(new KMeansIvf("joint + k-means", joint, List.of(8, 16), List.of(1)))
        .contender(Hnsw.standard("joint + HNSW", joint))
        .contender(new KMeansIvf("dual + k-means", dual, List.of(8, 16), List.of(1, 2)))
        .training(training.build())
        .texts(
            new Texts() {
              @Override
              public String query(String id) {
                return id + " " + HOSTILE;
              }

              @Override
              public String document(String id) {
                return id + " " + HOSTILE;
              }
            })
        .course("joint", course())
        .record(Map.of("commit", "abc"))
        .run(config, Progress.none());
  }

  /** A first look, to which there is nothing before, a second one, and the settled tree. */
  static Results.Course course() {
    LeafAgreement first = new LeafAgreement(120, .4, 3.5, 2.75);
    LeafAgreement second = new LeafAgreement(120, .5, 3.75, 2.5);
    return new Results.Course(
        List.of(
            survey(0, new int[] {5, 1, 0}, first, Optional.empty()),
            survey(150, new int[] {3, 2, 1}, second, Optional.of(.25))),
        Optional.of(survey(150, new int[] {2, 2, 2}, second, Optional.empty())));
  }

  private static Results.Survey survey(
      long step, int[] sizes, LeafAgreement agreement, Optional<Double> churn) {
    return new Results.Survey(
        step,
        LeafBalance.of(sizes),
        Optional.of(agreement),
        Optional.of(agreement),
        churn,
        Optional.of(
            new Results.DevScore(
                agreement.purity() + .2,
                List.of(
                    new Results.AtBudget(.01, agreement.purity()),
                    new Results.AtBudget(.1, agreement.purity() + .1)))));
  }

  private static Tree tree(Embeddings embeddings, int leaves) {
    return Tree.ofCentroids(
        KMeans.centroids(embeddings.documents(), leaves, KMeans.Config.seeded(3), Progress.none()),
        .1f);
  }
}
