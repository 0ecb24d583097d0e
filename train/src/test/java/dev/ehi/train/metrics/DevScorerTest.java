package dev.ehi.train.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.Qrels;
import dev.ehi.train.mining.LeafMap;
import dev.ehi.train.sample.DevQueries;
import dev.ehi.train.sample.Ordinals;
import java.util.List;
import org.junit.jupiter.api.Test;

class DevScorerTest {
  private static final double LOG2_3 = Math.log(3) / Math.log(2);

  /** Documents on the two axes of the plane; leaf 0 is the x axis, leaf 1 the y axis. */
  private static final Vectors DOCUMENTS =
      Vectors.of(new float[][] {{1, 0}, {.9f, 0}, {0, 1}, {0, .9f}});

  private static final Tree TREE = Tree.ofCentroids(Vectors.of(new float[][] {{1, 0}, {0, 1}}), 1);

  @Test
  void gainsAreLinearAndIdealsCountWhatIsNotInTheCorpus() {
    // Ranks: d0 (grade 1), d1 (0), then the y axis: d2 (3) before d3.
    Qrels qrels =
        new Qrels.Builder()
            .add("q", "d0", 1)
            .add("q", "d2", 3)
            .add("q", "elsewhere", 2)
            .add("q", "d3", 0)
            .build();
    DevScore score = score(qrels, new float[] {.8f, .6f}, 1.0);
    double ideal = 3 + 2 / LOG2_3 + 1.0 / 2;
    // Exact scores: d0 .8, d1 .72, d2 .6, d3 .54.
    assertThat(score.exact()).isCloseTo((1 + 3.0 / 2) / ideal, within(1e-9));
    assertThat(score.atBudgets().getFirst().ndcg()).isEqualTo(score.exact());
  }

  @Test
  void onlyTheLeavesWithinTheBudgetAreVisited() {
    Qrels qrels = new Qrels.Builder().add("q", "d1", 1).add("q", "d2", 1).build();
    DevScore half = score(qrels, new float[] {.8f, .6f}, 0.5);
    double ideal = 1 + 1 / LOG2_3;
    assertThat(half.atBudgets().getFirst().ndcg()).isCloseTo(1 / LOG2_3 / ideal, within(1e-9));
    assertThat(half.atBudgets().getFirst().routing()).isEqualTo(2 / 4.0); // 2 leaves, 4 documents
    assertThat(half.exact()).isCloseTo((1 / LOG2_3 + 1.0 / 2) / ideal, within(1e-9));
  }

  @Test
  void equalScoresAreOrderedByFallingIdAsTrecEvalDoes() {
    Vectors same = Vectors.of(new float[][] {{1, 0}, {1, 0}});
    Qrels qrels = new Qrels.Builder().add("q", "a", 1).build();
    Ordinals documents = new Ordinals(List.of("a", "b"));
    DevQueries dev = new DevQueries(qrels, new Ordinals(List.of("q")), documents);
    DevScore score =
        new DevScorer(dev, documents, List.of(1.0))
            .score(TREE, LeafMap.of(TREE, same), same, Vectors.of(new float[][] {{1, 0}}));
    assertThat(score.exact()).isCloseTo(1 / LOG2_3, within(1e-9));
  }

  @Test
  void theSelectionScoreIsTheMeanOverTheBudgets() {
    assertThat(curve(.2, .1, .6, .5).overBudgets()).isCloseTo(.4, within(1e-12));
  }

  @Test
  void treesAreComparedAtEqualTotalCost() {
    DevScore cheap = curve(.2, .2, .6, .6);
    DevScore dear = curve(.3, .1, .7, .6);
    assertThat(cheap.isBetterThan(dear)).isTrue();
    assertThat(dear.isBetterThan(cheap)).isFalse();
    assertThat(cheap.isBetterThan(cheap)).isFalse();
  }

  @Test
  void whereRoutingAloneExceedsEveryBudgetTreesAreComparedAtEqualDocuments() {
    assertThat(curve(.3, 0, .7, 0).isBetterThan(curve(.2, 0, .6, 0))).isTrue();
    assertThat(curve(.2, 0, .6, 0).isBetterThan(curve(.3, 0, .7, 0))).isFalse();
  }

  @Test
  void routingIsPaidForBeforeDocuments() {
    Qrels qrels = new Qrels.Builder().add("q", "d0", 1).build();
    float[] query = {.8f, .6f};
    // 4 documents; routing costs 2 dot products.
    assertThat(score(qrels, query, .5).atBudgets().getFirst())
        .returns(1.0, DevScore.AtBudget::ndcg)
        .returns(0.0, DevScore.AtBudget::ndcgAtCost);
    assertThat(score(qrels, query, .75).atBudgets().getFirst().ndcgAtCost()).isEqualTo(1);
    Qrels second = new Qrels.Builder().add("q", "d1", 1).build();
    assertThat(score(second, query, .75).atBudgets().getFirst())
        .returns(1 / LOG2_3, DevScore.AtBudget::ndcg)
        .returns(0.0, DevScore.AtBudget::ndcgAtCost);
  }

  /** Quality at documents and at total cost, at budgets of 1 and 10 %. */
  private static DevScore curve(double ndcg1, double atCost1, double ndcg10, double atCost10) {
    return new DevScore(
        1,
        .9,
        List.of(
            new DevScore.AtBudget(.01, ndcg1, .02, atCost1),
            new DevScore.AtBudget(.1, ndcg10, .02, atCost10)));
  }

  private static DevScore score(Qrels qrels, float[] query, double budget) {
    Ordinals documents = new Ordinals(List.of("d0", "d1", "d2", "d3"));
    DevQueries dev = new DevQueries(qrels, new Ordinals(List.of("q", "unjudged")), documents);
    assertThat(dev.size()).isEqualTo(1);
    return new DevScorer(dev, documents, List.of(budget))
        .score(TREE, LeafMap.of(TREE, DOCUMENTS), DOCUMENTS, Vectors.of(new float[][] {query}));
  }
}
