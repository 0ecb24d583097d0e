package dev.ehi.train.diagnosis;

import static dev.ehi.train.diagnosis.Suggestions.diagnosis;
import static dev.ehi.train.diagnosis.Suggestions.finding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.tree.LeafAgreement;
import dev.ehi.core.tree.LeafBalance;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.metrics.DevScore;
import dev.ehi.train.metrics.LeafQuality;
import dev.ehi.train.metrics.MetricsEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of runs too long to be repeated in a test, and of some that never were. */
class CheckTest {
  private static final TrainConfig CONFIG = TrainConfig.defaults();
  private static final String BEHIND = "tree falls behind the vectors";
  private static final String WIDE = "tree far below exact search at a wide beam";

  private static final LeafQuality EVEN = leaves(new LeafBalance(128, 1421, 0, 57, 5.12, .70), .9);
  private static final LeafQuality GATHERED =
      leaves(new LeafBalance(128, 1421, 12, 106, 9.57, 1.66), .9);
  private static final DevScore UNTRAINED = score(159, .591, .349, .446, .526, .549);
  private static final DevScore LAGGING = score(159, .678, .219, .288, .471, .572);
  private static final DevScore LISTS = score(159, .678, .386, .507, .610, .652);

  /** Of a run on 159 dev queries, when the balance term was of vectors long gone. */
  @Test
  void aTreeThatFallsBehindItsVectors() {
    Diagnosis unsettled = diagnosis(lagging(CONFIG.with("settle.updates", "0")));
    assertThat(finding(unsettled, BEHIND))
        .contains("0.387 at step 64 and 0.468 at step 0, its best; exact is 0.678 and 0.591")
        .contains("try --set settle.updates=300");
    assertThat(finding(unsettled, WIDE))
        .contains("at step 64 is 0.572 through the tree at 10.0 %", "(84 %)")
        .contains("k-means lists reach 0.652", "settle.updates=300", "distil.updates=2000");
    assertThat(finding(unsettled, "collapse of the leaves"))
        .contains("at step 64 the coefficient of variation of the leaf sizes is 1.66, 0.70 at");

    assertThat(finding(diagnosis(lagging(CONFIG)), BEHIND))
        .contains("going on to the end", "optimizer.encoder-rate=0.00001");
  }

  @Test
  void settlingMakesUpForATreeThatFellBehindOrDoesNot() {
    assertThat(diagnosis(with(lagging(CONFIG), new MetricsEvent.Settled(64, EVEN, LISTS))))
        .as("but the vectors were trained with a collapsed tree")
        .extracting(Diagnosis::findings)
        .asInstanceOf(InstanceOfAssertFactories.list(Finding.class))
        .extracting(Finding::signature)
        .containsExactly("collapse of the leaves");
    assertThat(
            finding(
                diagnosis(with(lagging(CONFIG), new MetricsEvent.Settled(64, EVEN, LAGGING))),
                BEHIND))
        .contains("refined 0.387 of exact 0.678", "--set settle.updates=600");
  }

  @ParameterizedTest
  @CsvSource({
    "distil.updates, 0, .652, --set distil.updates=1000",
    "index.start, random, .652, --set index.start=kmeans",
    "seed, 7, .560, 'vectors that cluster, as k-means does no better on these: --set loss.indexing.weight=0.045'",
  })
  void whatHelpsATreeFarBelowExactSearch(
      String key, String value, double lists, String suggestion) {
    RunHistory run =
        new RunHistory(
            CONFIG.with(key, value),
            List.of(
                new MetricsEvent.Assignment(64, EVEN, null),
                new MetricsEvent.Dev(64, LAGGING),
                new MetricsEvent.Kmeans(64, 128, score(159, .678, .386, .507, .551, lists))));
    assertThat(finding(diagnosis(run), WIDE)).contains(suggestion);
  }

  @Test
  void fewQueriesCannotTellHowFarATreeIsBelow() {
    assertThat(findingsOf(looked(score(12, .8, .4, .5, .6, .7))))
        .containsExactly("few dev queries");
    assertThat(findingsOf(looked(score(1200, .8, .4, .5, .6, .7)))).containsExactly(WIDE);
    assertThat(findingsOf(looked(score(1200, .8, .4, .5, .6, .75)))).isEmpty();
  }

  @Test
  void mutualInformationThatFallsIsACollapseThoughLeavesAreEven() {
    RunHistory run =
        new RunHistory(
            CONFIG,
            List.of(
                new MetricsEvent.Assignment(0, EVEN, null),
                new MetricsEvent.Assignment(9, leaves(EVEN.balance(), .4), .5)));
    assertThat(finding(diagnosis(run), "collapse of the leaves"))
        .contains("at step 9 a training query's leaf tells 0.40 bits", "0.90 at step 0")
        .doesNotContain("in use", "variation");
  }

  @Test
  void mutualInformationOfAGrownTreeSaysNothingOfCollapse() {
    LeafBalance grown = new LeafBalance(16_384, 1421, 15_000, 3, 9.57, .4);
    assertThat(
            findingsOf(
                new MetricsEvent.Assignment(0, EVEN, null),
                new MetricsEvent.Assignment(9, EVEN, .1),
                new MetricsEvent.Settled(9, leaves(grown, .01), LISTS)))
        .doesNotContain("collapse of the leaves");
  }

  @Test
  void churnIsNotToBeToldFromOneThatFallsWhereLooksAreUnevenlySpaced() {
    String restless = "leaves that do not come to rest";
    assertThat(findingsOf(churns(0, 100, .5, 113, .3, 200, .45))).containsExactly(restless);
    assertThat(findingsOf(churns(0, 13, .3, 113, .5, 213, .5))).as("rarer looks").isEmpty();
    assertThat(findingsOf(churns(0, 100, .5, 200, .4, 213, .3))).as("a last look").isEmpty();
    assertThat(findingsOf(churns(0, 100, .1, 200, .1, 300, .1))).as("at rest").isEmpty();
    assertThat(findingsOf(churns(0, 100, .5, 200, .5))).as("too few").isEmpty();
  }

  @Test
  void aLeapingTermIsFoundBehindASteadySum() {
    Diagnosis diagnosis = ofTerms(step -> .5, step -> step == 1 ? 5 : step % 5 == 0 ? 9 : 2);
    assertThat(finding(diagnosis, "unstable loss"))
        .contains("the indexing term leaps to 9.00 at step 25, where its median from step 21 on")
        .contains("has a standard deviation of", "optimizer.index-rate=0.001")
        .doesNotContain("siamese", "encoder-rate");
    assertThat(ofTerms(step -> .5, step -> step < 9 ? 90 : step % 10 == 0 ? 9 : 2).findings())
        .as("leaps far below the beginning")
        .isEmpty();
  }

  @Test
  void aTermThatRisesPointsToItsOwnRate() {
    Diagnosis diagnosis = ofTerms(step -> .4 + .02 * step, step -> 3 - .05 * step);
    assertThat(finding(diagnosis, "unstable loss"))
        .contains("the siamese term rose from 0.430 to 1.11", "optimizer.encoder-rate=0.000003")
        .doesNotContain("indexing", "index-rate");
    assertThat(ofTerms(step -> .4 + .002 * step, step -> 3 - .05 * step).findings()).isEmpty();
  }

  @Test
  void vectorsThatWereBetterOnceAreOverfitted() {
    List<MetricsEvent> rise =
        List.of(
            new MetricsEvent.Dev(0, UNTRAINED),
            new MetricsEvent.Dev(9, score(159, .65, .6, .6, .6, .6)),
            new MetricsEvent.Dev(20, score(159, .45, .4, .4, .45, .45)));
    assertThat(finding(diagnosis(new RunHistory(CONFIG, rise)), "vectors worse than at the start"))
        .contains("0.591 at step 0, 0.450 at step 20, and 0.650 at its best, step 9")
        .contains("--set length.epochs=0.5");
  }

  @Test
  void memoryThatBarelySufficesIsTold() {
    MetricsEvent.Memory scarce = new MetricsEvent.Memory(9L << 30, 10L << 30);
    assertThat(
            finding(diagnosis(new RunHistory(CONFIG, List.of(scarce))), "little memory to spare"))
        .contains("at 9,216 MiB", "10,240 MiB were available", "--set sampling.batch=24")
        .contains("--set encoder.word-embeddings=frozen");
    assertThat(findingsOf(new MetricsEvent.Memory(7L << 30, 10L << 30))).isEmpty();
  }

  @Test
  void aBudgetThatAllowsFewUpdatesIsRaisedWithThem() {
    MetricsEvent.Run start = new MetricsEvent.Run("set", 9, 9, 9, 9, 40, 1, Map.of());
    TrainConfig brief = CONFIG.with(Map.of("length.at-least", "0", "length.at-most", "40"));
    assertThat(finding(diagnosis(new RunHistory(brief, List.of(start))), "few updates"))
        .contains("40 updates in all", "--set length.at-least=300 --set length.at-most=300");
  }

  private static MetricsEvent[] looked(DevScore score) {
    return new MetricsEvent[] {
      new MetricsEvent.Assignment(1, EVEN, null), new MetricsEvent.Dev(1, score)
    };
  }

  private static List<String> findingsOf(MetricsEvent... events) {
    return diagnosis(new RunHistory(CONFIG, List.of(events))).findings().stream()
        .map(Finding::signature)
        .toList();
  }

  private static RunHistory lagging(TrainConfig config) {
    return new RunHistory(
        config,
        List.of(
            new MetricsEvent.Assignment(0, EVEN, null),
            new MetricsEvent.Dev(0, UNTRAINED),
            new MetricsEvent.Assignment(64, GATHERED, .6),
            new MetricsEvent.Dev(64, LAGGING),
            new MetricsEvent.Kmeans(64, 128, LISTS)));
  }

  private static RunHistory with(RunHistory run, MetricsEvent event) {
    List<MetricsEvent> events = new ArrayList<>(run.events());
    events.add(event);
    return new RunHistory(run.config(), events);
  }

  /** Looks at the corpus: a step, then pairs of a step and the churn since the one before. */
  private static MetricsEvent[] churns(double... stepsAndShares) {
    List<MetricsEvent> events = new ArrayList<>();
    events.add(new MetricsEvent.Assignment((long) stepsAndShares[0], EVEN, null));
    for (int i = 1; i < stepsAndShares.length; i += 2) {
      events.add(
          new MetricsEvent.Assignment((long) stepsAndShares[i], EVEN, stepsAndShares[i + 1]));
    }
    return events.toArray(MetricsEvent[]::new);
  }

  /** Of a run of 40 updates. */
  private static Diagnosis ofTerms(IntToDoubleFunction siamese, IntToDoubleFunction indexing) {
    List<MetricsEvent> events = new ArrayList<>();
    for (int step = 1; step <= 40; step++) {
      Map<String, Double> terms =
          Map.of("siamese", siamese.applyAsDouble(step), "indexing", indexing.applyAsDouble(step));
      events.add(new MetricsEvent.Step(step, 1, .5, terms, Map.of("indexer", .1), Map.of(), 9, .1));
    }
    return diagnosis(new RunHistory(CONFIG, events));
  }

  private static LeafQuality leaves(LeafBalance balance, double bitsAboveChance) {
    LeafAgreement agreement = new LeafAgreement(500, .4, 4 + bitsAboveChance, 4);
    return new LeafQuality(balance, agreement, agreement);
  }

  private static DevScore score(int queries, double exact, double... atBudgets) {
    double[] budgets = {.01, .02, .05, .1};
    List<DevScore.AtBudget> points = new ArrayList<>();
    for (int i = 0; i < budgets.length; i++) {
      points.add(new DevScore.AtBudget(budgets[i], atBudgets[i], 0, atBudgets[i]));
    }
    return new DevScore(queries, exact, points);
  }
}
