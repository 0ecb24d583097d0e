package dev.ehi.eval.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.eval.Embeddings;
import dev.ehi.eval.RandomSet;
import dev.ehi.eval.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Curves of adaptive rules against searches that open leaves one by one. */
class StopTest {

  private static final BudgetGrid GRID = new BudgetGrid(List.of(.02, .1, .3, 1.0), 20);
  private static final int DOCUMENTS = 403;
  private static final int QUERIES = 41;

  @Randomized(times = 3)
  void everyPointEqualsARealSearchOfItsLevel(long seed) {
    Embeddings embeddings = RandomSet.embeddings("random", seed, DOCUMENTS, QUERIES, 19);
    Corpus corpus = new Corpus(embeddings);
    int copies = new SplittableRandom(seed).nextInt(1, 3);
    LeafIndex index = LeafIndex.build(flat(embeddings), embeddings.documents(), copies, none());
    List<LeafPolicy> policies =
        Stop.candidates(index.tree()).stream().map(s -> new LeafPolicy(index, s)).toList();
    assertThat(policies).hasSize(10);
    Judgments judgments = new Judgments(embeddings.test(), corpus);
    List<Curve> curves =
        LeafCurves.compute(
            corpus, embeddings.test(), Measures.all(judgments), policies, GRID, 2, none());
    for (int p = 0; p < policies.size(); p++) {
      Curve curve = curves.get(p);
      LeafSearch search = new LeafSearch(policies.get(p), corpus);
      for (int point = 0; point < curve.points().size(); point++) {
        double visited = 0;
        for (int q = 0; q < QUERIES; q++) {
          Found found = search.search(embeddings.test().vectors().row(q), curve.level(point), 10);
          visited += found.visited();
          assertThat(judgments.values(q, found.hits(), List.of(Metric.NDCG_10))[0])
              .as("%s, %s", policies.get(p).stop(), policies.get(p).stop().at(curve.level(point)))
              .isCloseTo(curve.perQuery(point)[q], within(1e-12));
        }
        assertThat(curve.points().get(point).documents())
            .as("%s, point %d", policies.get(p).stop(), point)
            .isCloseTo(visited / QUERIES / DOCUMENTS, within(1e-9));
      }
      assertThat(curve.points()).extracting(CurvePoint::documents).isSorted();
      assertThat(curve.points().getLast().documents()).isEqualTo(copies);
    }
  }

  /** The rules said again, one leaf at a time. */
  @Randomized(times = 3)
  void searchesOpenTheLeavesThatTheRuleSays(long seed) {
    Embeddings embeddings = RandomSet.embeddings("random", seed, DOCUMENTS, QUERIES, 16);
    Corpus corpus = new Corpus(embeddings);
    LeafIndex index = LeafIndex.build(flat(embeddings), embeddings.documents(), 1, none());
    SplittableRandom random = new SplittableRandom(seed);
    for (int q = 0; q < QUERIES; q++) {
      float[] query = embeddings.test().vectors().row(q);
      double share = random.nextDouble(.05, .95);
      double gap = random.nextDouble(0, 5);
      double surprisal = random.nextDouble(0, 8);
      double temperature = random.nextBoolean() ? 1 : random.nextDouble(.2, 3);
      int byMass = 0;
      int byGap = 0;
      int bySurprisal = 0;
      double mass = 0;
      Router router = index.tree().documentRouter();
      LeafCursor cursor = router.bestFirst(query);
      double whole = 0;
      LeafCursor all = index.tree().documentRouter().bestFirst(query);
      while (all.next() >= 0) {
        whole += Math.exp(all.logProbability() / temperature);
      }
      double best = Double.NaN;
      List<Integer> sizes = new ArrayList<>();
      for (int leaf = cursor.next(); leaf >= 0; leaf = cursor.next()) {
        best = sizes.isEmpty() ? cursor.logProbability() : best;
        sizes.add(index.size(leaf));
        byMass += mass < share ? index.size(leaf) : 0;
        byGap += best - cursor.logProbability() < gap ? index.size(leaf) : 0;
        double cooled = cursor.logProbability() / temperature - Math.log(whole);
        bySurprisal += sizes.size() == 1 || -cooled < surprisal ? index.size(leaf) : 0;
        mass += Math.exp(cursor.logProbability());
      }
      LeafSearch massSearch = new LeafSearch(new LeafPolicy(index, new Stop.Mass(1)), corpus);
      LeafSearch gapSearch = new LeafSearch(new LeafPolicy(index, new Stop.Gap()), corpus);
      assertThat(massSearch.search(query, -Math.log1p(-share), 10).visited()).isEqualTo(byMass);
      assertThat(gapSearch.search(query, gap, 10).visited()).isEqualTo(byGap);
      LeafSearch surprisalSearch =
          new LeafSearch(new LeafPolicy(index, new Stop.Surprisal(temperature)), corpus);
      assertThat(surprisalSearch.search(query, surprisal, 10).visited()).isEqualTo(bySurprisal);
    }
  }

  @Randomized(times = 2)
  void adaptiveBudgetsAreFilledOnAverage(long seed) {
    Embeddings embeddings = RandomSet.embeddings("random", seed, 2000, 300, 16);
    Corpus corpus = new Corpus(embeddings);
    LeafIndex index = LeafIndex.build(flat(embeddings), embeddings.documents(), 1, none());
    Curve curve =
        LeafCurves.compute(
                corpus,
                embeddings.test(),
                Measures.primary(new Judgments(embeddings.test(), corpus)),
                List.of(new LeafPolicy(index, new Stop.Gap())),
                new BudgetGrid(List.of(.2, .4), 10),
                2,
                none())
            .getFirst();
    for (double share : List.of(.2, .4)) {
      assertThat(curve.points())
          .anyMatch(p -> Math.abs(p.documents() - share) < Curve.TOLERANCE * share);
    }
  }

  @Test
  void deeperTreesStopByRulesThatNeedNotKnowAllLeaves() {
    Embeddings embeddings = RandomSet.embeddings("random", 1, 50, 5, 8);
    Tree deep = RandomTrees.of(new TreeShape(8, 3, 2), new SplittableRandom(1));
    LeafIndex index = LeafIndex.build(deep, embeddings.documents(), 1, none());
    assertThat(Stop.candidates(deep))
        .containsExactly(new Stop.Documents(), new Stop.Gap(), new Stop.Surprisal(1));
    assertThatThrownBy(() -> new LeafPolicy(index, new Stop.Surprisal(2)))
        .hasMessageContaining("flat");
    assertThatThrownBy(() -> new LeafPolicy(index, new Stop.Mass(1))).hasMessageContaining("flat");
  }

  private static Tree flat(Embeddings embeddings) {
    return Tree.ofCentroids(
        KMeans.centroids(embeddings.documents(), 23, KMeans.Config.seeded(1), none()), .1f);
  }

  private static Progress none() {
    return Progress.none();
  }
}
