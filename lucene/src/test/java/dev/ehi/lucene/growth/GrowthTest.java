package dev.ehi.lucene.growth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.LeafBalance;
import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.recall.Calibration;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowthTest {
  private static final int DIM = 12;

  @TempDir private Path directory;

  private static void add(EhiIndex index, String prefix, Vectors vectors) throws IOException {
    for (int i = 0; i < vectors.size(); i++) {
      index.add(prefix + i, "", "", vectors.row(i));
    }
  }

  private static Growth growth(Path path) throws IOException {
    try (EhiSearcher searcher = EhiSearcher.open(path)) {
      return requireNonNull(searcher.describe().growth());
    }
  }

  private static float logProbability(Router router, float[] vector) {
    LeafCursor cursor = router.bestFirst(vector);
    cursor.next();
    return cursor.logProbability();
  }

  @Randomized(times = 10)
  void countsTheDocumentsThatAreLessProbableThanTheRest(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Path path = directory.resolve("index");
    Tree tree = RandomTrees.of(new TreeShape(DIM, 5, 2), random);
    Vectors first = TestVectors.unit(random.nextInt(20, 300), DIM, random);
    Vectors later = TestVectors.unit(random.nextInt(1, 300), DIM, random);
    int deleted = random.nextInt(first.size());
    try (EhiIndex index = EhiIndex.create(path, tree, Map.of("model", "m"))) {
      add(index, "a", first);
      index.keepBaseline();
      index.commit();
      add(index, "b", later);
      for (int i = 0; i < deleted; i++) {
        index.delete("a" + i);
      }
      index.commit();
    }
    Router router = tree.documentRouter();
    double[] before =
        IntStream.range(0, first.size())
            .mapToDouble(i -> logProbability(router, first.row(i)))
            .toArray();
    double[] left =
        IntStream.concat(
                IntStream.range(deleted, first.size()),
                IntStream.range(0, later.size()).map(i -> ~i))
            .mapToDouble(i -> logProbability(router, i < 0 ? later.row(~i) : first.row(i)))
            .toArray();
    Arrays.sort(before);

    Growth growth = growth(path);
    assertThat(growth.baseline().documents()).isEqualTo(first.size());
    assertThat(growth.baseline().leastSure())
        .isCloseTo(before[(int) (.05 * first.size())], within(1e-6));
    assertThat(growth.documents()).isEqualTo(left.length);
    double threshold = growth.baseline().leastSure();
    assertThat(growth.unsure())
        .isEqualTo((double) Arrays.stream(left).filter(p -> p < threshold).count() / left.length);
  }

  @Test
  void moreOfTheSameIsSoundUntilACalibrationIsOutgrown() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Vectors all = TestVectors.clustered(2000, DIM, 10, .3, random);
    try (EhiIndex index = EhiIndex.create(directory, tree(all), Map.of())) {
      add(index, "a", all.gather(IntStream.range(0, 1000).toArray()));
      index.keepBaseline();
      index.commit();
      assertThat(growth(directory).verdict()).isEqualTo(Growth.Verdict.SOUND);
      double crowding = growth(directory).crowding();
      assertThat(growth(directory).baseline().crowding()).isCloseTo(crowding, within(1e-5));
      try (EhiSearcher searcher = index.searcher()) {
        Calibration calibration = searcher.calibrate(all, 5, Progress.none());
        index.keep(calibration);
      }
      add(index, "b", all.gather(IntStream.range(1000, 1200).toArray()));
      index.commit();
      assertThat(growth(directory).verdict()).isEqualTo(Growth.Verdict.SOUND);
      add(index, "c", all.gather(IntStream.range(1200, 1201).toArray()));
      index.commit();
      assertThat(growth(directory).verdict()).isEqualTo(Growth.Verdict.CALIBRATE);
      add(index, "d", all.gather(IntStream.range(1201, 2000).toArray()));
      index.commit();
      assertThat(growth(directory).verdict()).isEqualTo(Growth.Verdict.CALIBRATE);
      assertThat(growth(directory).crowding()).isCloseTo(crowding, within(.1));
    }
  }

  @Test
  void documentsOfAnotherKindAskForRetraining() throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    Vectors known = TestVectors.clustered(1000, DIM, 10, .3, random);
    try (EhiIndex index = EhiIndex.create(directory, tree(known), Map.of())) {
      add(index, "a", known);
      index.keepBaseline();
      index.commit();
      add(index, "b", TestVectors.unit(400, DIM, random));
      index.commit();
    }
    Growth growth = growth(directory);
    assertThat(growth.unsure()).isGreaterThan(growth.mostUnsure());
    assertThat(growth.verdict()).isEqualTo(Growth.Verdict.RETRAIN);
  }

  @Test
  void oneLeafThatTakesAllThatIsNewAsksForRetraining() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    Vectors known = TestVectors.clustered(1000, DIM, 10, .3, random);
    Tree tree = tree(known);
    try (EhiIndex index = EhiIndex.create(directory, tree, Map.of())) {
      add(index, "a", known);
      index.keepBaseline();
      index.commit();
      float[] centre = known.row(0);
      for (int i = 0; i < 1000; i++) {
        index.add("b" + i, "", "", centre);
      }
      index.commit();
    }
    Growth growth = growth(directory);
    assertThat(growth.crowding()).isGreaterThan(growth.mostCrowding());
    assertThat(growth.verdict()).isEqualTo(Growth.Verdict.RETRAIN);
  }

  @Test
  void fewDocumentsMayDifferByChance() throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    Vectors known = TestVectors.clustered(40, DIM, 10, .3, random);
    try (EhiIndex index = EhiIndex.create(directory, tree(known), Map.of())) {
      add(index, "a", known);
      index.keepBaseline();
      add(index, "b", TestVectors.unit(3, DIM, random));
      index.commit();
    }
    Growth growth = growth(directory);
    assertThat(growth.mostUnsure()).isGreaterThan(.15);
    assertThat(growth.verdict()).isEqualTo(Growth.Verdict.SOUND);
  }

  @Test
  void withoutABaselineOrDocumentsNothingIsSaid() throws IOException {
    Vectors known = TestVectors.unit(10, DIM, new SplittableRandom(5));
    try (EhiIndex index = EhiIndex.create(directory, tree(known), Map.of())) {
      index.keepBaseline();
      index.commit();
      try (EhiSearcher searcher = EhiSearcher.open(directory)) {
        assertThat(searcher.describe().growth()).isNull();
      }
      add(index, "a", known);
      index.commit();
      try (EhiSearcher searcher = EhiSearcher.open(directory)) {
        assertThat(searcher.describe().growth()).isNull();
      }
    }
  }

  @Randomized(times = 10)
  void crowdingIsHowOftenTwoDocumentsShareALeaf(long seed) {
    int[] sizes = new SplittableRandom(seed).ints(8, 0, 6).toArray();
    sizes[0]++;
    sizes[1]++;
    int documents = Arrays.stream(sizes).sum();
    long sharing = Arrays.stream(sizes).mapToLong(size -> (long) size * (size - 1)).sum();
    assertThat(Growth.crowding(LeafBalance.of(sizes)))
        .isCloseTo(8.0 * sharing / ((long) documents * (documents - 1)), within(1e-9));
  }

  @Test
  void refusesABaselineThatItCannotRead() {
    for (String text : List.of("", "1 2", "a 2 3 4")) {
      assertThatThrownBy(() -> Baseline.of(Map.of("baseline", text)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the baseline of the index is not readable");
    }
  }

  private static Tree tree(Vectors vectors) {
    return Tree.ofCentroids(
        KMeans.centroids(vectors, 10, KMeans.Config.seeded(1), Progress.none()), .1f);
  }
}
