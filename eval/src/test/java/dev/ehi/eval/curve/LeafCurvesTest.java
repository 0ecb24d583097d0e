package dev.ehi.eval.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.data.ScoredDocument;
import dev.ehi.data.TrecRun;
import dev.ehi.eval.Embeddings;
import dev.ehi.eval.QuerySet;
import dev.ehi.eval.RandomSet;
import dev.ehi.eval.metric.Evaluation;
import dev.ehi.eval.metric.Metric;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The one-pass curves against a search that is run anew for every budget and evaluated as a run.
 */
class LeafCurvesTest {

  private static final BudgetGrid GRID = new BudgetGrid(List.of(.01, .05, .1, .3, .5, 1.0), 9);

  @Randomized(times = 4)
  void everyPointEqualsASearchWithThatBudget(long seed) {
    Embeddings embeddings = RandomSet.embeddings("random", seed, 401, 37, 19);
    int copies = new SplittableRandom(seed).nextInt(1, 4);
    LeafIndex index = index(embeddings, 23, copies);
    Corpus corpus = new Corpus(embeddings);
    Curve curve = curves(corpus, embeddings, List.of(index), 3).getFirst();
    int[] budgets = GRID.documents(401, 401 * copies);
    assertThat(curve.points()).hasSameSizeAs(budgets);
    for (int b = 0; b < budgets.length; b++) {
      CurvePoint point = curve.points().get(b);
      Oracle oracle = Oracle.search(embeddings, index.tree(), copies, budgets[b]);
      Evaluation expected =
          Evaluation.of(
              oracle.run(),
              embeddings.test().qrels(),
              Measures.METRICS,
              Evaluation.Over.ALL_JUDGED);
      for (Metric metric : Measures.METRICS) {
        assertThat(point.quality(metric.label()))
            .as("%s at %d documents", metric.label(), budgets[b])
            .isCloseTo(expected.mean(metric), within(1e-9));
      }
      assertThat(point.documents()).isCloseTo(budgets[b] / 401.0, within(1e-12));
      assertThat(point.routing()).isCloseTo(oracle.routing() / 401, within(1e-9));
      for (int q = 0; q < 37; q++) {
        assertThat(curve.perQuery(b)[q])
            .isCloseTo(
                expected.value(embeddings.test().ids().get(q), Metric.NDCG_10), within(1e-12));
      }
    }
  }

  @Randomized(times = 3)
  void theWholeCorpusGivesExactlyTheExactResults(long seed) {
    Embeddings embeddings = RandomSet.embeddings("random", seed, 300, 40, 16);
    Corpus corpus = new Corpus(embeddings);
    List<LeafIndex> indexes = List.of(index(embeddings, 8, 1), index(embeddings, 30, 2));
    List<Hits> exact = ExactScan.all(corpus, embeddings.test(), 100, 2, Progress.none());
    CurvePoint expected =
        SweptCurve.exact(corpus, new Judgments(embeddings.test(), corpus), exact)
            .points()
            .getFirst();
    for (Curve curve : curves(corpus, embeddings, indexes, 2)) {
      assertThat(curve.points().getLast().quality()).isEqualTo(expected.quality());
      assertThat(expected.quality("exact@100")).isEqualTo(1);
    }
  }

  @Randomized(times = 2)
  void threadsDoNotChangeTheResult(long seed) {
    Embeddings embeddings = RandomSet.embeddings("random", seed, 200, 101, 16);
    Corpus corpus = new Corpus(embeddings);
    List<LeafIndex> indexes = List.of(index(embeddings, 10, 1));
    List<CurvePoint> one = points(corpus, embeddings, indexes, 1);
    assertThat(points(corpus, embeddings, indexes, 4)).isEqualTo(one);
  }

  @Randomized(times = 4)
  void leafSearchFindsWhatTheOracleFinds(long seed) {
    Embeddings embeddings = RandomSet.embeddings("random", seed, 250, 10, 16);
    LeafIndex index = index(embeddings, 12, 2);
    Corpus corpus = new Corpus(embeddings);
    LeafSearch search = new LeafSearch(LeafPolicy.documents(index), corpus);
    for (int documents : new int[] {1, 30, 77, 500, 9999}) {
      TrecRun run = Oracle.search(embeddings, index.tree(), 2, Math.min(500, documents)).run();
      for (int q = 0; q < 10; q++) {
        Hits hits = search.search(embeddings.test().vectors().row(q), documents, 20).hits();
        List<String> expected = run.of("q" + q).stream().limit(20).map(ScoredDocument::id).toList();
        assertThat(hits.documents()).hasSize(expected.size());
        for (int rank = 0; rank < expected.size(); rank++) {
          assertThat(corpus.id(hits.document(rank))).isEqualTo(expected.get(rank));
        }
      }
    }
  }

  private static List<CurvePoint> points(
      Corpus corpus, Embeddings embeddings, List<LeafIndex> indexes, int threads) {
    return curves(corpus, embeddings, indexes, threads).getFirst().points();
  }

  private static List<Curve> curves(
      Corpus corpus, Embeddings embeddings, List<LeafIndex> indexes, int threads) {
    return LeafCurves.compute(
        corpus,
        embeddings.test(),
        Measures.all(new Judgments(embeddings.test(), corpus)),
        indexes.stream().map(LeafPolicy::documents).toList(),
        GRID,
        threads,
        Progress.none());
  }

  private static LeafIndex index(Embeddings embeddings, int leaves, int copies) {
    Tree tree =
        Tree.ofCentroids(
            KMeans.centroids(
                embeddings.documents(), leaves, KMeans.Config.seeded(1), Progress.none()),
            .1f);
    return LeafIndex.build(tree, embeddings.documents(), copies, Progress.none());
  }

  /** A literal search: documents listed by leaf, leaves in routing order, cut at the budget. */
  private record Oracle(TrecRun run, double routing) {

    static Oracle search(Embeddings embeddings, Tree tree, int copies, int budget) {
      Map<Integer, List<Integer>> leaves = leaves(embeddings, tree, copies);
      TreeMap<String, List<ScoredDocument>> run = new TreeMap<>();
      QuerySet queries = embeddings.test();
      double routing = 0;
      for (int q = 0; q < queries.size(); q++) {
        float[] query = queries.vectors().row(q);
        Router router = tree.documentRouter();
        LeafCursor cursor = router.bestFirst(query);
        List<Integer> visited = new ArrayList<>();
        while (visited.size() < budget) {
          visited.addAll(leaves.getOrDefault(cursor.next(), List.of()));
        }
        routing += router.cost();
        Set<Integer> distinct = new HashSet<>(visited.subList(0, budget));
        run.put(
            queries.ids().get(q),
            distinct.stream().map(d -> scored(embeddings, query, d)).toList());
      }
      return new Oracle(new TrecRun("oracle", run), routing / queries.size());
    }

    private static Map<Integer, List<Integer>> leaves(
        Embeddings embeddings, Tree tree, int copies) {
      Map<Integer, List<Integer>> leaves = new TreeMap<>();
      for (int d = 0; d < embeddings.size(); d++) {
        LeafCursor cursor = tree.queryRouter().bestFirst(embeddings.documents().row(d));
        for (int r = 0; r < copies; r++) {
          leaves.computeIfAbsent(cursor.next(), l -> new ArrayList<>()).add(d);
        }
      }
      return leaves;
    }

    private static ScoredDocument scored(Embeddings embeddings, float[] query, int document) {
      float[] score = new float[1];
      DotProduct.best()
          .rows(
              embeddings.documents().segment(),
              embeddings.documents().offset(document),
              1,
              query,
              score);
      return new ScoredDocument(embeddings.documentIds().get(document), score[0]);
    }
  }
}
