package dev.ehi.train.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.core.testing.Randomized;
import dev.ehi.data.Qrels;
import dev.ehi.train.config.SamplingConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchSamplerTest {
  private static final SamplingConfig PLAIN = new SamplingConfig(4, 0, 0, 0, 0);

  @Test
  void anEpochVisitsEveryPairOnceInAnOrderOfItsOwn() {
    TrainingPairs pairs = pairs(20, 20, 1, 0, 3);
    BatchSampler sampler = new BatchSampler(pairs, PLAIN, 1);
    assertThat(sampler.stepsPerEpoch()).isEqualTo(5);
    List<String> first = epoch(sampler, 0);
    List<String> second = epoch(sampler, 1);
    assertThat(first)
        .doesNotHaveDuplicates()
        .hasSize(20)
        .containsExactlyInAnyOrderElementsOf(second);
    assertThat(first).isNotEqualTo(second);
  }

  private static List<String> epoch(BatchSampler sampler, int epoch) {
    List<String> visited = new ArrayList<>();
    for (int i = 0; i < sampler.stepsPerEpoch(); i++) {
      Batch batch =
          sampler.batch((long) epoch * sampler.stepsPerEpoch() + i, NegativePools.empty());
      for (int row = 0; row < batch.rows(); row++) {
        visited.add(batch.queries()[row] + " " + batch.documents()[row]);
      }
    }
    return visited;
  }

  @Test
  void aBatchDependsOnItsStepAlone() {
    TrainingPairs pairs = pairs(30, 40, 2, 3, 5);
    SamplingConfig config = new SamplingConfig(7, 2, 0.5, 3, 0);
    BatchSampler once = new BatchSampler(pairs, config, 9);
    BatchSampler walked = new BatchSampler(pairs, config, 9);
    for (int step = 0; step < 25; step++) {
      walked.batch(step, NegativePools.empty());
    }
    assertThat(once.batch(11, NegativePools.empty()).toString())
        .isEqualTo(walked.batch(11, NegativePools.empty()).toString());
    assertThat(once.batch(11, NegativePools.empty()).toString())
        .isNotEqualTo(
            new BatchSampler(pairs, config, 10).batch(11, NegativePools.empty()).toString());
  }

  @Randomized
  void noNegativeIsAKnownPositive(long seed) {
    Random random = new Random(seed);
    int queries = 5 + random.nextInt(20);
    int documents = 20 + random.nextInt(40);
    TrainingPairs pairs = pairs(queries, documents, 1 + random.nextInt(4), 2, seed);
    SamplingConfig config = new SamplingConfig(4 + random.nextInt(6), 2, 0.4, 2, 0);
    BatchSampler sampler = new BatchSampler(pairs, config, seed);
    for (int step = 0; step < 2 * sampler.stepsPerEpoch(); step++) {
      Batch batch = sampler.batch(step, NegativePools.empty());
      for (int row = 0; row < batch.rows(); row++) {
        assertThat(pairs.isPositive(batch.queries()[row], batch.documents()[row])).isTrue();
        assertThat(batch.isNegative(row, row)).isFalse();
        for (int column = 0; column < batch.columns(); column++) {
          if (batch.isNegative(row, column)) {
            assertThat(pairs.isPositive(batch.queries()[row], batch.documents()[column])).isFalse();
          }
        }
      }
      for (int i = batch.rows(); i < batch.columns(); i++) {
        int row = (i - batch.rows()) % (batch.rows() - config.pseudoPairs());
        assertThat(pairs.isPositive(batch.queries()[row], batch.documents()[i])).isFalse();
      }
    }
  }

  @Test
  void documentsOfEqualContentAreNoNegativesOfEachOther() {
    Qrels qrels = new Qrels.Builder().add("q0", "d0", 1).add("q1", "d1", 1).build();
    List<int[]> tokens = List.of(new int[] {5, 6}, new int[] {5, 6}, new int[] {7});
    TrainingPairs pairs =
        new TrainingPairs(
            qrels,
            new Ordinals(List.of("q0", "q1")),
            new Ordinals(List.of("d0", "d1", "d2")),
            Twins.ofTokens(tokens),
            0);
    Batch batch =
        new BatchSampler(pairs, new SamplingConfig(2, 0, 0, 0, 0), 1)
            .batch(0, NegativePools.empty());
    assertThat(batch.isNegative(0, 1)).isFalse();
    assertThat(batch.isNegative(1, 0)).isFalse();
    assertThat(batch.mayBeNegative(0, 2)).isTrue();
    assertThat(pairs.isPositive(0, 1)).isTrue();
    assertThat(pairs.isPositive(0, 2)).isFalse();
  }

  @Test
  void whatIsRelevantToAQueryIsNoNegativeOfOneThatAsksTheSame() {
    Qrels qrels =
        new Qrels.Builder().add("q0", "d0", 1).add("q1", "d1", 1).add("q2", "d2", 1).build();
    TrainingPairs pairs =
        new TrainingPairs(
                qrels,
                new Ordinals(List.of("q0", "q1", "q2")),
                new Ordinals(List.of("d0", "d1", "d2", "d3")),
                Twins.ofTokens(List.of(new int[] {1}, new int[] {2}, new int[] {3}, new int[] {2})),
                1)
            .withTwins(
                Twins.ofTokens(
                    List.of(
                        new int[] {7}, // q0
                        new int[] {7}, // q1
                        new int[] {8}, // q2
                        new int[] {9}, // of d0
                        new int[] {5}, // of d1
                        new int[] {8}, // of d2
                        new int[] {9}))); // of d3
    assertThat(List.of(0, 1)).allMatch(query -> pairs.isPositive(query, 0));
    assertThat(List.of(0, 1)).allMatch(query -> pairs.isPositive(query, 1));
    assertThat(pairs.isPositive(0, 3)).as("a twin of d1").isTrue();
    assertThat(pairs.isPositive(0, 2)).isFalse();
    assertThat(pairs.isPositive(2, 0)).isFalse();
    assertThat(List.of(3, 6)).allMatch(pseudo -> pairs.isPositive(pseudo, 0));
    assertThat(List.of(3, 6)).allMatch(pseudo -> pairs.isPositive(pseudo, 1));
    assertThat(pairs.isPositive(3, 2)).isFalse();
    assertThat(pairs.isPositive(5, 2)).isTrue();
    assertThat(pairs.isPositive(5, 0)).isFalse();
    assertThat(pairs.size()).as("no pair is added").isEqualTo(3);
    assertThat(pairs.positives(0)).containsExactly(0);

    Batch batch =
        new BatchSampler(pairs, new SamplingConfig(3, 0, 0, 0, 0), 1)
            .batch(0, NegativePools.empty());
    for (int row = 0; row < 3; row++) {
      boolean twin = batch.queries()[row] < 2;
      for (int column = 0; column < 3; column++) {
        boolean relevantToTwin = batch.documents()[column] < 2;
        assertThat(batch.isNegative(row, column)).isEqualTo(twin != relevantToTwin);
      }
    }
  }

  @Test
  void minedNegativesComeFromTheQuerysPool() {
    TrainingPairs pairs = pairs(8, 50, 1, 0, 4);
    int[][] pools = new int[8][];
    for (int query = 0; query < 8; query++) {
      pools[query] = new int[] {40 + query};
    }
    Batch batch =
        new BatchSampler(pairs, new SamplingConfig(8, 3, 0, 0, 0), 1)
            .batch(0, new NegativePools(pools));
    assertThat(batch.columns()).isEqualTo(32);
    for (int i = batch.rows(); i < batch.columns(); i++) {
      assertThat(batch.documents()[i]).isEqualTo(40 + batch.queries()[(i - batch.rows()) % 8]);
    }
  }

  @Test
  void pseudoPairsReachDocumentsWithoutQueries() {
    TrainingPairs pairs = pairs(10, 60, 1, 2, 6);
    BatchSampler sampler = new BatchSampler(pairs, new SamplingConfig(10, 0, 1, 2, 0), 1);
    Set<Integer> reached = new HashSet<>();
    for (int step = 0; step < 100; step++) {
      Batch batch = sampler.batch(step, NegativePools.empty());
      assertThat(batch.rows()).isEqualTo(20);
      for (int row = 10; row < 20; row++) {
        int pseudo = batch.queries()[row] - 10;
        assertThat(pseudo / 2).isEqualTo(batch.documents()[row]);
        reached.add(batch.documents()[row]);
      }
    }
    assertThat(reached).hasSize(60);
  }

  @Test
  void ofInterchangeablePositivesAnyIsDrawn() {
    int[][] positives = new int[12][];
    for (int query = 0; query < 12; query++) {
      positives[query] = new int[] {query, query + 1, query + 2};
    }
    TrainingPairs pairs = pairs(12, 40, 1, 0, 4).withInterchangeable(positives);
    BatchSampler sampler = new BatchSampler(pairs, PLAIN, 1);
    assertThat(sampler.stepsPerEpoch()).isEqualTo(3);
    Set<String> visited = new HashSet<>();
    for (int epoch = 0; epoch < 60; epoch++) {
      List<String> visits = epoch(sampler, epoch);
      assertThat(visits).hasSize(12);
      assertThat(visits).extracting(visit -> visit.split(" ")[0]).doesNotHaveDuplicates();
      visited.addAll(visits);
    }
    assertThat(visited).hasSize(36);
    assertThat(pairs.isPositive(3, 5)).isTrue();
    assertThat(pairs.isPositive(3, 6)).isFalse();
    assertThat(sampler.batch(7, NegativePools.empty()).toString())
        .isEqualTo(new BatchSampler(pairs, PLAIN, 1).batch(7, NegativePools.empty()).toString());
  }

  @Test
  void withoutPseudoQueriesThereAreNoPseudoPairs() {
    TrainingPairs pairs = pairs(10, 60, 1, 0, 6);
    Batch batch =
        new BatchSampler(pairs, new SamplingConfig(10, 0, 1, 2, 0), 1)
            .batch(0, NegativePools.empty());
    assertThat(batch.rows()).isEqualTo(10);
  }

  @Test
  void withoutAPairThereIsNothingToSample() {
    TrainingPairs none = pairs(0, 5, 1, 0, 1);
    assertThatThrownBy(() -> new BatchSampler(none, PLAIN, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no training pair");
  }

  /** Query i is judged relevant to documents i, i + 1, ..; all documents differ. */
  private static TrainingPairs pairs(
      int queries, int documents, int positives, int pseudoPerDocument, long seed) {
    Random random = new Random(seed);
    Qrels.Builder qrels = new Qrels.Builder();
    for (int query = 0; query < queries; query++) {
      for (int i = 0; i < positives; i++) {
        qrels.add("q" + query, "d" + (query + i) % documents, 1 + random.nextInt(2));
      }
      qrels.add("q" + query, "d" + (query + positives) % documents, 0);
    }
    return new TrainingPairs(
        qrels.build(),
        new Ordinals(IntStream.range(0, queries).mapToObj(i -> "q" + i).toList()),
        new Ordinals(IntStream.range(0, documents).mapToObj(i -> "d" + i).toList()),
        Twins.ofTokens(IntStream.range(0, documents).mapToObj(i -> new int[] {i}).toList()),
        pseudoPerDocument);
  }
}
