package dev.ehi.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.recall.Calibration;
import dev.ehi.lucene.recall.CarriedCalibration;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.InfoStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest {
  private static final int DIM = 12;

  @TempDir private Path path;

  /** A segment that was written while the compaction began is none of its business. */
  @Test
  void aSingleSegmentIsWrittenAnewBesideOthersThatAreNew() throws IOException {
    try (Directory directory = new ByteBuffersDirectory()) {
      SegmentInfos two = twoSegments(directory);
      SegmentCommitInfo asked = two.info(0);
      assertThat(rewritten(two, Map.of(asked, true), Set.of())).containsExactly(asked);
      assertThat(rewritten(two, Map.of(asked, false), Set.of())).as("done already").isEmpty();
      assertThat(rewritten(two, Map.of(asked, true), Set.of(asked))).as("being merged").isEmpty();
      CompactionPolicy usual = new CompactionPolicy();
      assertThat(usual.findForcedMerges(two, 1, Map.of(asked, true), new Merging(Set.of())))
          .isNull();
    }
  }

  private static SegmentInfos twoSegments(Directory directory) throws IOException {
    IndexWriterConfig config = new IndexWriterConfig().setMergePolicy(NoMergePolicy.INSTANCE);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < 2; i++) {
        writer.addDocument(new Document());
        writer.commit();
      }
    }
    return SegmentInfos.readLatestCommit(directory);
  }

  private static List<SegmentCommitInfo> rewritten(
      SegmentInfos infos, Map<SegmentCommitInfo, Boolean> asked, Set<SegmentCommitInfo> merging)
      throws IOException {
    CompactionPolicy policy = new CompactionPolicy();
    policy.setRewriting(true);
    MergePolicy.MergeSpecification found =
        policy.findForcedMerges(infos, 1, asked, new Merging(merging));
    return found == null
        ? List.of()
        : found.merges.stream().flatMap(merge -> merge.segments.stream()).toList();
  }

  /** A writer that is merging some segments, none of which has deletions. */
  private record Merging(Set<SegmentCommitInfo> getMergingSegments)
      implements MergePolicy.MergeContext {
    @Override
    public int numDeletesToMerge(@Nullable SegmentCommitInfo info) {
      return 0;
    }

    @Override
    public int numDeletedDocs(@Nullable SegmentCommitInfo info) {
      return 0;
    }

    @Override
    public InfoStream getInfoStream() {
      return InfoStream.NO_OUTPUT;
    }
  }

  @Test
  @Timeout(60)
  void allSegmentsCarryWhatIsKeptAfterACompactionBesideAWriter() throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    Tree tree = RandomTrees.of(new TreeShape(DIM, 20, 1), random);
    Vectors vectors = TestVectors.unit(200, DIM, random);
    AtomicBoolean done = new AtomicBoolean();
    try (EhiIndex index = EhiIndex.create(path.resolve("index"), tree, Map.of());
        ExecutorService adding = Executors.newSingleThreadExecutor()) {
      index.keep(calibration(tree, 1));
      Future<?> added = adding.submit(() -> addUntil(done, index, vectors));
      try {
        for (int beam = 2; beam < 30; beam++) {
          index.keep(calibration(tree, beam));
          index.compact();
          index.commit();
          assertCarried(calibration(tree, beam));
        }
      } finally {
        done.set(true);
      }
      added.get();
    }
  }

  private static @Nullable Void addUntil(AtomicBoolean done, EhiIndex index, Vectors vectors)
      throws IOException {
    for (int i = 0; !done.get(); i = (i + 1) % vectors.size()) {
      index.add(Integer.toString(i), "", "", vectors.row(i));
      index.commit();
    }
    return null;
  }

  private static Calibration calibration(Tree tree, int beam) {
    Budget budget = new Budget.Beam(beam);
    return new Calibration(
        10, 5, 100, tree.id(), List.of(new Calibration.Point(.9, budget, budget, 10, 20)));
  }

  private void assertCarried(Calibration expected) throws IOException {
    try (Directory directory = FSDirectory.open(path.resolve("index"));
        DirectoryReader reader = DirectoryReader.open(directory)) {
      assertThat(CarriedCalibration.isInAll(reader, expected, EhiIndex.VECTOR_FIELD)).isTrue();
    }
  }
}
