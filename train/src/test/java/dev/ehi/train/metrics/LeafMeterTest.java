package dev.ehi.train.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.tree.LeafAgreement;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.Qrels;
import dev.ehi.train.mining.LeafMap;
import dev.ehi.train.sample.DevQueries;
import dev.ehi.train.sample.Ordinals;
import dev.ehi.train.sample.TrainingPairs;
import dev.ehi.train.sample.TrainingSet;
import dev.ehi.train.sample.Twins;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeafMeterTest {
  /** Leaf 0 is the x axis, leaf 1 the y axis. */
  private static final Vectors DOCUMENTS = Vectors.of(new float[][] {{1, 0}, {.6f, .8f}, {0, 1}});

  private static final Tree TREE = Tree.ofCentroids(Vectors.of(new float[][] {{1, 0}, {0, 1}}), 1);
  private static final LeafMap LEAVES = LeafMap.of(TREE, DOCUMENTS);
  private static final Vectors NONE = Vectors.allocate(0, 2);

  @Test
  void devAndTrainingQueriesAreMeasuredEachWithTheirOwnDocuments() {
    Qrels dev = new Qrels.Builder().add("a", "0", 1).add("a", "1", 2).add("a", "2", 0).build();
    Qrels training = new Qrels.Builder().add("t", "2", 1).add("t", "gone", 1).build();
    LeafMeter meter = new LeafMeter(set(dev, List.of("a"), training, List.of("t")), 1);
    Vectors x = Vectors.of(new float[][] {{1, 0}});

    LeafQuality quality = meter.measure(TREE, LEAVES, x, x);

    assertThat(quality.balance()).isEqualTo(LEAVES.balance());
    LeafAgreement ofDev = Objects.requireNonNull(quality.dev());
    assertThat(ofDev.pairs()).isEqualTo(2);
    assertThat(ofDev.purity()).isEqualTo(.5);
    LeafAgreement ofTraining = Objects.requireNonNull(quality.training());
    assertThat(ofTraining.pairs()).isEqualTo(1);
    assertThat(ofTraining.purity()).isZero();
    assertThat(quality.agreement()).contains(ofDev);
  }

  @Test
  void whereThereAreNoQueriesThereIsNoAgreement() {
    Qrels none = new Qrels.Builder().build();
    LeafMeter meter = new LeafMeter(set(none, List.of(), none, List.of()), 1);
    LeafQuality quality = meter.measure(TREE, LEAVES, NONE, NONE);
    assertThat(quality.agreement()).isEmpty();
  }

  @Test
  void ofManyTrainingQueriesTheSameSampleIsTakenEachTime() {
    List<String> ids = IntStream.range(0, 5000).mapToObj(String::valueOf).toList();
    Qrels.Builder training = new Qrels.Builder();
    ids.forEach(id -> training.add(id, "0", 1));
    Qrels none = new Qrels.Builder().build();
    TrainingSet set = set(none, List.of(), training.build(), ids);

    int[] sample = new LeafMeter(set, 3).sample();

    assertThat(sample).hasSize(LeafMeter.SAMPLE).isSorted().doesNotHaveDuplicates();
    assertThat(sample[sample.length - 1]).isBetween(4900, 4999);
    assertThat(new LeafMeter(set, 3).sample()).isEqualTo(sample);
    assertThat(new LeafMeter(set, 4).sample()).isNotEqualTo(sample);
  }

  private static TrainingSet set(
      Qrels dev, List<String> devQueries, Qrels training, List<String> queries) {
    Ordinals documents = new Ordinals(List.of("0", "1", "2"));
    return new TrainingSet(
        "set",
        documents,
        new TrainingPairs(
            training, new Ordinals(queries), documents, Twins.ofVectors(DOCUMENTS), 0),
        new DevQueries(dev, new Ordinals(devQueries), documents));
  }
}
