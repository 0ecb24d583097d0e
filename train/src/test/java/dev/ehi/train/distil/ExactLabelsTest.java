package dev.ehi.train.distil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.metrics.DevScore;
import dev.ehi.train.metrics.DevScorer;
import dev.ehi.train.mining.LeafMap;
import dev.ehi.train.sample.DevQueries;
import dev.ehi.train.sample.FrozenVectors;
import dev.ehi.train.sample.Ordinals;
import dev.ehi.train.sample.TrainingPairs;
import dev.ehi.train.sample.TrainingSet;
import dev.ehi.train.sample.Twins;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

class ExactLabelsTest {

  @Randomized(times = 20)
  void relevantIsWhatExactSearchFinds(long seed) {
    Random random = new Random(seed);
    FrozenVectors vectors =
        new FrozenVectors(
            units(40 + random.nextInt(300), random), units(30, random), units(20, random));
    TrainingSet own =
        new TrainingSet(
            "set",
            ids("d", vectors.documents()),
            new TrainingPairs(
                ids("q", vectors.queries()),
                new int[vectors.queries().size()][1],
                Twins.ofVectors(vectors.documents())),
            new DevQueries(
                ids("v", vectors.devQueries()), new int[vectors.devQueries().size()][1]));
    int neighbours = 1 + random.nextInt(12);

    TrainingSet taught = ExactLabels.of(own, vectors, neighbours, Progress.none());

    assertThat(taught.pairs().queries().ids()).isEqualTo(own.pairs().queries().ids());
    assertThat(taught.pairs().size()).as("a pass visits each query once").isEqualTo(30);
    for (int query = 0; query < vectors.queries().size(); query++) {
      int[] nearest = sorted(vectors.queries().row(query), vectors.documents(), neighbours);
      assertThat(taught.pairs().positives(query)).isEqualTo(nearest);
      int any = query;
      assertThat(IntStream.range(0, vectors.documents().size()))
          .filteredOn(document -> taught.pairs().isPositive(any, document))
          .containsExactlyInAnyOrderElementsOf(Arrays.stream(nearest).boxed().toList());
    }
    for (int query = 0; query < taught.dev().size(); query++) {
      assertThat(taught.dev().idealGrades(query)).isEqualTo(List.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 1));
      for (int document : sorted(vectors.devQueries().row(query), vectors.documents(), 10)) {
        assertThat(taught.dev().grade(query, document)).isEqualTo(1);
      }
    }
    assertThatExactSearchIsPerfect(taught, vectors);
  }

  private static void assertThatExactSearchIsPerfect(TrainingSet taught, FrozenVectors vectors) {
    Tree tree = Tree.ofCentroids(vectors.documents().slice(0, 8), 1);
    LeafMap leaves = LeafMap.of(tree, vectors.documents());
    DevScore score =
        new DevScorer(taught.dev(), taught.documents(), List.of(.2, 1.0))
            .score(tree, leaves, vectors.documents(), vectors.devQueries());
    assertThat(score.exact()).isCloseTo(1, within(1e-12));
    assertThat(score.atBudgets().get(1).ndcg()).isCloseTo(1, within(1e-12));
    assertThat(score.atBudgets().get(0).ndcg()).isLessThan(1);
  }

  private static int[] sorted(float[] query, Vectors documents, int count) {
    return IntStream.range(0, documents.size())
        .boxed()
        .sorted(Comparator.comparingDouble(document -> -dot(query, documents.row(document))))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static Ordinals ids(String prefix, Vectors vectors) {
    return new Ordinals(IntStream.range(0, vectors.size()).mapToObj(i -> prefix + i).toList());
  }

  private static Vectors units(int size, Random random) {
    Vectors vectors = Vectors.allocate(size, 9);
    for (int i = 0; i < size; i++) {
      float[] row = new float[9];
      for (int j = 0; j < row.length; j++) {
        row[j] = (float) random.nextGaussian();
      }
      vectors.set(i, row);
    }
    vectors.normalize();
    return vectors;
  }
}
