package dev.ehi.lucene.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.format.EhiCodec;
import dev.ehi.lucene.format.EhiSearchStrategy;
import dev.ehi.lucene.format.EhiVectorsFormat;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarriedCalibrationTest {
  private static final int DIM = 12;
  private static final String FIELD = EhiIndex.VECTOR_FIELD;

  private final SplittableRandom random = new SplittableRandom(1);
  private final Tree tree = RandomTrees.of(new TreeShape(DIM, 20, 1), random);
  private final Vectors vectors = TestVectors.unit(200, DIM, random);

  @TempDir private Path path;

  private Calibration calibration(int beam) {
    return calibration(tree, beam);
  }

  private static Calibration calibration(Tree tree, int beam) {
    Budget budget = new Budget.Beam(beam);
    return new Calibration(
        10, 5, 100, tree.id(), List.of(new Calibration.Point(.9, budget, budget, 10, 20)));
  }

  private void add(EhiIndex index, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      index.add(Integer.toString(i), "", "", vectors.row(i));
    }
    index.commit();
  }

  /** Segments of the first {@code documents} vectors; all carry a calibration. */
  private Path indexOf(Tree routing, int documents, Calibration calibration) throws IOException {
    Path folder = path.resolve("index-" + documents);
    try (EhiIndex index = EhiIndex.create(folder, routing, Map.of())) {
      index.keep(calibration);
      add(index, 0, documents / 3);
      add(index, documents / 3, documents);
    }
    return folder;
  }

  /** Copies the segments of indexes into a new one, which has no properties. */
  private static Directory copied(IndexWriterConfig config, Path... indexes) throws IOException {
    Directory copy = new ByteBuffersDirectory();
    try (IndexWriter writer = new IndexWriter(copy, config)) {
      for (Path index : indexes) {
        try (Directory source = FSDirectory.open(index)) {
          writer.addIndexes(source);
        }
      }
    }
    return copy;
  }

  private static IndexWriterConfig copying() {
    return new IndexWriterConfig()
        .setCodec(new EhiCodec(new EhiVectorsFormat()))
        .setMergePolicy(NoMergePolicy.INSTANCE);
  }

  private static void merge(Directory directory, EhiVectorsFormat format) throws IOException {
    IndexWriterConfig config = new IndexWriterConfig().setCodec(new EhiCodec(format));
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      writer.forceMerge(1);
    }
  }

  @Test
  void segmentsWrittenBeforeCarryItOnceTheyAreCompacted() throws IOException {
    try (EhiIndex index = EhiIndex.create(path.resolve("index"), tree, Map.of());
        EhiSearcher searcher = index.searcher()) {
      add(index, 0, 50);
      for (int beam : List.of(3, 4)) { // the second one where there is a single segment already
        index.keep(calibration(beam));
        assertThat(isInAll(index, beam)).isFalse();
        index.compact();
        index.commit();
        assertThat(isInAll(index, beam)).isTrue();
        searcher.refresh();
        assertThat(searcher.describe().segments()).hasSize(1);
        assertThat(searcher.size()).isEqualTo(50);
        assertThat(searcher.calibration()).contains(calibration(beam));
      }
      String only = searcher.describe().segments().getFirst().name();
      index.compact();
      index.commit();
      searcher.refresh();
      assertThat(searcher.describe().segments().getFirst().name()).isEqualTo(only);
      add(index, 50, 60);
      assertThat(isInAll(index, 4)).isTrue();
    }
  }

  private boolean isInAll(EhiIndex index, int beam) throws IOException {
    index.commit();
    try (Directory directory = FSDirectory.open(path.resolve("index"));
        DirectoryReader reader = DirectoryReader.open(directory)) {
      return CarriedCalibration.isInAll(reader, calibration(beam), FIELD);
    }
  }

  @Test
  void newSegmentsCarryItAfterTheIndexWasOpenedAgain() throws IOException {
    Path folder = indexOf(tree, 90, calibration(3));
    try (EhiIndex index = EhiIndex.open(folder)) {
      add(index, 90, 100);
    }
    try (Directory directory = FSDirectory.open(folder);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      assertThat(reader.leaves()).hasSizeGreaterThan(1);
      assertThat(CarriedCalibration.isInAll(reader, calibration(3), FIELD)).isTrue();
    }
  }

  @Test
  void goesWithSegmentsAndMergesThatKnowNothingOfIt() throws IOException {
    Path small = indexOf(tree, 30, calibration(3));
    Path large = indexOf(tree, 120, calibration(7));
    try (Directory copy = copied(copying(), small, large)) {
      assertCalibrated(calibration(7), copy);
      merge(copy, new EhiVectorsFormat());
      assertCalibrated(calibration(7), copy);
      merge(copy, new EhiVectorsFormat(tree));
      assertCalibrated(calibration(7), copy);
    }
  }

  @Test
  void isNotCarriedOnByATreeThatItWasNotMeasuredWith() throws IOException {
    Path large = indexOf(tree, 120, calibration(7));
    Tree other = RandomTrees.of(new TreeShape(DIM, 20, 1), random);
    Path small = indexOf(other, 30, calibration(other, 3));
    try (Directory copy = copied(copying(), large, small)) {
      assertNotCalibrated(copy);
      merge(copy, new EhiVectorsFormat(other));
      assertCalibrated(calibration(other, 3), copy);
    }
    Tree third = RandomTrees.of(new TreeShape(DIM, 20, 1), random);
    try (Directory copy = copied(copying(), large, small)) {
      merge(copy, new EhiVectorsFormat(third));
      assertNotCalibrated(copy);
      EhiVectorsFormat calibrated =
          new EhiVectorsFormat(third, LeafLayout.STANDARD, () -> calibration(third, 9));
      IndexWriterConfig config = new IndexWriterConfig().setCodec(new EhiCodec(calibrated));
      try (IndexWriter writer = new IndexWriter(copy, config)) {
        try (Directory source = FSDirectory.open(small)) {
          writer.addIndexes(source);
        }
        writer.forceMerge(1);
      }
      assertCalibrated(calibration(third, 9), copy);
    }
  }

  @Test
  void whatIsBufferedCarriesWhatIsKeptBeforeItIsWritten() throws IOException {
    try (EhiIndex index = EhiIndex.create(path.resolve("index"), tree, Map.of())) {
      index.add("0", "", "", vectors.row(0));
      index.keep(calibration(3));
      assertThat(isInAll(index, 3)).isTrue();
    }
  }

  @Test
  void oneOfAnotherTreeIsNotKept() throws IOException {
    Tree other = RandomTrees.of(new TreeShape(DIM, 20, 1), random);
    try (EhiIndex index = EhiIndex.create(path.resolve("index"), tree, Map.of())) {
      assertThatThrownBy(() -> index.keep(calibration(other, 3)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(other.id());
    }
  }

  /** Which a writer without this tree leaves with the commit when it routes all anew. */
  @Test
  void whatIsKeptWithTheCommitIsOfNoUseForAnotherTree() throws IOException {
    Path folder = indexOf(tree, 30, calibration(3));
    Tree other = RandomTrees.of(new TreeShape(DIM, 20, 1), random);
    try (Directory directory = FSDirectory.open(folder)) {
      merge(directory, new EhiVectorsFormat(other));
      assertThat(SegmentInfos.readLatestCommit(directory).getUserData()).isNotEmpty();
      assertNotCalibrated(directory);
    }
  }

  @Test
  void linksAreFollowedInASingleSegmentOnly() throws IOException {
    Budget linked = new Budget.Linked(new Budget.Beam(2), 3);
    Calibration both =
        new Calibration(
            10,
            5,
            100,
            tree.id(),
            List.of(new Calibration.Point(.9, linked, new Budget.Beam(5), 10, 20)));
    Path folder = indexOf(tree, 30, both);
    try (Directory directory = copied(copying(), folder)) {
      assertThat(ofRecall(directory)).isEqualTo(new EhiSearchStrategy(new Budget.Beam(5)));
      merge(directory, new EhiVectorsFormat());
      assertThat(ofRecall(directory).toString()).contains("Linked", "Beam[leaves=2]");
    }
  }

  private static EhiSearchStrategy ofRecall(Directory directory) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      return EhiSearchStrategy.ofRecall(.9, reader, FIELD);
    }
  }

  private void assertCalibrated(Calibration expected, Directory directory) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      assertThat(Calibration.of(reader, FIELD)).contains(expected);
    }
    Budget.Beam beam = (Budget.Beam) expected.at(.9).budget();
    assertThat(ofRecall(directory)).isEqualTo(new EhiSearchStrategy(beam));
  }

  private static void assertNotCalibrated(Directory directory) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      assertThat(Calibration.of(reader, FIELD)).isEmpty();
      assertThatThrownBy(() -> EhiSearchStrategy.ofRecall(.9, reader, FIELD))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not calibrated for its field \"vector\"");
    }
  }
}
