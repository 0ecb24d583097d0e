package dev.ehi.eval.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.LinkLearner;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.Qrels;
import dev.ehi.eval.Embeddings;
import dev.ehi.eval.RandomSet;
import dev.ehi.eval.compare.Contender.Hnsw;
import dev.ehi.eval.compare.Contender.KMeansIvf;
import dev.ehi.eval.compare.Contender.LearnedTree;
import dev.ehi.eval.compare.Results.Candidate;
import dev.ehi.eval.compare.Results.Kind;
import dev.ehi.eval.compare.Results.Method;
import dev.ehi.eval.compare.Results.Through;
import dev.ehi.eval.compare.Results.Timing;
import dev.ehi.eval.curve.BudgetGrid;
import dev.ehi.eval.curve.Crossing;
import dev.ehi.eval.curve.CurvePoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole protocol on two encoders of the same random set. */
class ComparisonTest {

  private static final ComparisonConfig CONFIG =
      new ComparisonConfig(
          new BudgetGrid(List.of(.02, .05, .1, .5, 1.0), 300),
          List.of(.95, .98, .99),
          List.of(.01, .1, .3),
          500,
          40,
          25,
          2,
          7,
          2);

  private static Results results;

  @BeforeAll
  static void compare() {
    Embeddings joint = RandomSet.embeddings("joint", 1, 900, 60, 24);
    Embeddings dual = RandomSet.embeddings("dual", 1, 900, 60, 24);
    Qrels.Builder training = new Qrels.Builder();
    for (int i = 0; i < 300; i++) {
      training.add("t" + i, "d" + i, 1).add("u" + i, "d" + i / 10, 1);
    }
    results =
        Comparison.on("random")
            .contender(
                LearnedTree.standard(
                    "joint + tree", joint, linkedTree(joint, 30), Optional.of(tree(joint, 29))))
            .contender(new KMeansIvf("joint + k-means", joint, List.of(8, 32), List.of(1, 2)))
            .contender(Hnsw.standard("joint + HNSW", joint))
            .contender(KMeansIvf.standard("dual + k-means", dual))
            .training(training.build())
            .trained("joint", Map.of("config.seed", "42"))
            .record(Map.of("commit", "abc"))
            .run(CONFIG, Progress.none());
  }

  @Test
  void measuresEveryMethodOnBothEncoders() {
    assertThat(results.methods())
        .extracting(Method::name)
        .containsExactly(
            "joint + exact",
            "joint + tree",
            "joint + tree, tuned",
            "joint + tree's start",
            "joint + k-means",
            "joint + tree, linked",
            "joint + k-means, linked",
            "joint + HNSW",
            "dual + exact",
            "dual + k-means",
            "dual + k-means, linked");
    assertThat(results.encoders())
        .extracting(Results.Encoder::name)
        .containsExactly("joint", "dual");
    assertThat(results.setting().documents()).isEqualTo(900);
    assertThat(results.setting().versions()).containsEntry("lucene", "10.5.1");
    assertThat(results.setting().caller()).containsEntry("commit", "abc");
    assertThat(results.encoders().getFirst().training()).containsEntry("config.seed", "42");
    assertThat(results.encoders().getLast().training()).isEmpty();
  }

  @Test
  void leafMethodsEndAtTheExactQuality() {
    double exact = exactNdcg("joint");
    for (Method method : results.methods()) {
      if (visitsAll(method) && method.encoder().equals("joint")) {
        CurvePoint last = method.curve().getLast();
        assertThat(last.quality("nDCG@10")).as(method.name()).isCloseTo(exact, within(1e-12));
        assertThat(last.quality("exact@100")).isEqualTo(1);
      }
    }
  }

  private static boolean visitsAll(Method method) {
    return method.kind() != Kind.HNSW && !isLinked(method);
  }

  private static boolean isLinked(Method method) {
    return method.settings().containsKey("goes on from");
  }

  @Test
  void crossingsRiseWithTheFraction() {
    for (Method method : results.methods()) {
      assertThat(method.crossings()).as(method.name()).extracting(c -> c.total()).isSorted();
      if (visitsAll(method)) {
        assertThat(method.crossings()).hasSize(3);
      }
    }
  }

  @Test
  void realSearchesFindWhatTheCurvesPromise() {
    for (Method method : results.methods()) {
      Map<Through, List<Timing>> timings =
          method.timings().stream().collect(Collectors.groupingBy(Timing::through));
      String stop = method.settings().getOrDefault("stop", "");
      boolean unknown = stop.contains("mass") || stop.matches(".*temperature x (?!1\\.00).*");
      boolean always = method.kind() == Kind.EXACT || !visitsAll(method) || !unknown;
      if (always) {
        assertThat(timings).as(method.name()).containsKey(Through.LUCENE);
      } else if (!stop.contains("then")) {
        assertThat(timings).as(method.name()).doesNotContainKey(Through.LUCENE);
      }
      assertThat(timings.containsKey(Through.MEMORY))
          .as(method.name())
          .isEqualTo(visitsAll(method));
      timings.forEach((_, of) -> assertThat(of).hasSizeLessThanOrEqualTo(3).isNotEmpty());
      assertThat(
              timings.getOrDefault(Through.MEMORY, timings.getOrDefault(Through.LUCENE, List.of())))
          .hasSize(method.kind() == Kind.EXACT ? 1 : 3);
      for (Timing timing : method.timings()) {
        assertThat(timing.agreement()).as("%s %s", method.name(), timing).isGreaterThan(.95);
        assertThat(timing.cpuMillis()).isPositive();
      }
    }
    assertThat(method("joint + exact").timings()).extracting(Timing::documents).containsOnly(1.0);
  }

  @Test
  void whatIsTunedIsTheCheapestCandidateOnDev() {
    Map<String, Integer> candidates =
        Map.of(
            "joint + k-means", 40,
            "joint + k-means, linked", 30,
            "joint + tree, tuned", 20,
            "joint + tree, linked", 15,
            "joint + HNSW", 8);
    candidates.forEach(
        (name, count) -> {
          Method method = method(name);
          assertThat(method.tuning()).as(name).hasSize(count).doesNotHaveDuplicates();
          assertThat(method.settings()).containsEntry("tuned on", "dev");
          List<Candidate> build =
              method.tuning().stream()
                  .filter(c -> method.settings().entrySet().containsAll(c.build().entrySet()))
                  .toList();
          assertThat(least(build, .98)).isEqualTo(least(method.tuning(), .98));
          for (double fraction : List.of(.95, .99)) {
            assertThat(build.stream().filter(c -> cost(c, fraction) == least(build, fraction)))
                .as("%s at %s", name, fraction)
                .anyMatch(Candidate::chosen);
          }
        });
  }

  private static double least(List<Candidate> candidates, double fraction) {
    return candidates.stream().mapToDouble(c -> cost(c, fraction)).min().orElseThrow();
  }

  private static double cost(Candidate candidate, double fraction) {
    return candidate.crossings().stream()
        .filter(c -> c.fraction() == fraction)
        .mapToDouble(Crossing::total)
        .findFirst()
        .orElse(Double.POSITIVE_INFINITY);
  }

  @Test
  void everyBudgetIsTestedOrSaysWhyNot() {
    for (String right : List.of("joint + k-means", "joint + HNSW", "joint + tree's start")) {
      String left = right.endsWith("start") ? "joint + tree" : "joint + tree, tuned";
      List<Double> tested =
          results.tests().stream()
              .filter(t -> t.left().equals(left) && t.right().equals(right))
              .map(Results.Test::budget)
              .toList();
      List<Double> untested =
          results.untested().stream()
              .filter(t -> t.left().equals(left) && t.right().equals(right))
              .map(Results.Untested::budget)
              .toList();
      assertThat(Stream.concat(tested.stream(), untested.stream()))
          .as(right)
          .containsExactlyInAnyOrderElementsOf(CONFIG.matchedBudgets());
      assertThat(tested).as(right).isNotEmpty();
    }
    assertThat(results.untested())
        .anySatisfy(
            u -> {
              assertThat(u.budget()).isEqualTo(.01);
              assertThat(u.reason()).containsPattern("costs at least .* of that .* routing");
            });
    Results.Test exact = results.tests().getFirst();
    assertThat(List.of(exact.left(), exact.right()))
        .containsExactly("joint + exact", "dual + exact");
    assertThat(exact.pValue()).isEqualTo(1); // the same embeddings under two names
    for (Results.Test test : results.tests()) {
      assertThat(test.difference()).isCloseTo(test.leftNdcg() - test.rightNdcg(), within(1e-12));
    }
  }

  @Test
  void theValuesBehindEveryTestAreKept() {
    assertThat(results.queryIds()).hasSize(60);
    for (Results.Test test : results.tests()) {
      double left = mean(test.left(), test.budget());
      double right = mean(test.right(), test.budget());
      assertThat(left).isCloseTo(test.leftNdcg(), within(1e-12));
      assertThat(right).isCloseTo(test.rightNdcg(), within(1e-12));
    }
    assertThat(results.summary().perQuery()).isEmpty();
  }

  private static double mean(String method, double budget) {
    Results.PerQuery values =
        results.perQuery().stream()
            .filter(v -> v.method().equals(method) && v.budget() == budget)
            .findFirst()
            .orElseThrow();
    return values.ndcg().stream().mapToDouble(d -> d).average().orElseThrow();
  }

  @Test
  void queriesMeetTheirDocumentsInLeaves() {
    for (Method method : results.methods()) {
      method
          .leaves()
          .ifPresent(
              leaves -> {
                assertThat(leaves.routing().purity()).as(method.name()).isBetween(.3, 1.0);
                assertThat(leaves.routing().mutualInformation())
                    .as(method.name())
                    .isGreaterThan(leaves.routing().byChance());
              });
    }
  }

  @Test
  void groupsCoverAllQueries() {
    for (String name : List.of("joint + exact", "joint + tree", "dual + k-means")) {
      double budget = name.endsWith("exact") ? 1 : .3;
      List<Results.Group> groups =
          results.groups().stream()
              .filter(g -> g.method().equals(name) && g.budget() == budget)
              .toList();
      assertThat(groups).as(name).hasSizeGreaterThan(1);
      assertThat(groups.stream().mapToInt(Results.Group::queries).sum()).isEqualTo(60);
      double mean = groups.stream().mapToDouble(g -> g.exact() * g.queries()).sum() / 60;
      assertThat(mean).isCloseTo(exactNdcg("joint"), within(1e-12));
    }
  }

  @Test
  void examplesShowWhereTheMethodsDiffer() {
    assertThat(results.examples()).isNotEmpty();
    for (Results.ExampleList list : results.examples()) {
      assertThat(list.wins()).allMatch(e -> e.left() > e.right());
      assertThat(list.losses()).allMatch(e -> e.left() < e.right());
    }
  }

  @Test
  void aCorpusSmallerThanEveryDefaultIsCompared() {
    Embeddings embeddings = RandomSet.embeddings("tiny", 1, 4, 3, 4);
    Results tiny =
        Comparison.on("tiny")
            .contender(Hnsw.standard("HNSW", embeddings))
            .contender(KMeansIvf.standard("k-means", embeddings))
            .run(ComparisonConfig.standard(1, 2), Progress.none());
    for (Method method : tiny.methods()) {
      assertThat(method.curve().getLast().quality("exact@10")).as(method.name()).isEqualTo(1);
    }
  }

  @Test
  void equalNamesAreRefused() {
    Embeddings embeddings = RandomSet.embeddings("e", 1, 20, 3, 4);
    assertThatThrownBy(
            () ->
                Comparison.on("s")
                    .contender(Hnsw.standard("same", embeddings))
                    .contender(KMeansIvf.standard("same", embeddings))
                    .run(CONFIG, Progress.none()))
        .hasMessageContaining("same");
  }

  private static Method method(String name) {
    return results.methods().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
  }

  private static double exactNdcg(String encoder) {
    return results.encoders().stream()
        .filter(e -> e.name().equals(encoder))
        .findFirst()
        .orElseThrow()
        .exact()
        .getOrDefault("nDCG@10", -1.0);
  }

  private static Tree linkedTree(Embeddings embeddings, int leaves) {
    Tree tree = tree(embeddings, leaves);
    return tree.withLinks(
        new LinkLearner(tree, embeddings.documents()).addDocuments(Progress.none()).links(4));
  }

  private static Tree tree(Embeddings embeddings, int leaves) {
    Vectors centroids =
        KMeans.centroids(embeddings.documents(), leaves, KMeans.Config.seeded(3), Progress.none());
    return Tree.ofCentroids(centroids, .1f);
  }
}
