package dev.ehi.lucene.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.LinkLearner;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.scan.SearchedSegment;
import dev.ehi.lucene.snapshot.Snapshot;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkTrialsTest {
  private static final int DIM = 12;
  private static final int K = 5;
  private static final int[] WANTED = {60, 100, 140, 180}; // of 200 nearest documents

  @TempDir private Path path;

  private static Set<Integer> nearest(float[] query, Vectors vectors) {
    float[] scores = new float[vectors.size()];
    DotProduct.best().rows(vectors.segment(), 0, scores.length, query, scores);
    return new HashSet<>(
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(document -> -scores[document]))
            .limit(K)
            .toList());
  }

  private static void search(LinkTrials trials, Vectors queries, Vectors vectors)
      throws IOException {
    for (int i = 0; i < queries.size(); i++) {
      trials.search(queries.row(i), nearest(queries.row(i), vectors));
    }
  }

  private static List<Double> costs(LinkTrials trials) {
    return IntStream.of(WANTED)
        .mapToObj(found -> trials.cheapest(found).orElseThrow().cost())
        .toList();
  }

  @Test
  void finerStepsFindCheaperBudgets() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    Vectors vectors = TestVectors.unit(1200, DIM, random);
    Vectors queries = TestVectors.unit(40, DIM, random);
    Vectors centroids = KMeans.centroids(vectors, 300, KMeans.Config.seeded(1), Progress.none());
    Tree plain = Tree.ofCentroids(centroids, .1f);
    Tree tree =
        plain.withLinks(new LinkLearner(plain, vectors).addDocuments(Progress.none()).links(6));
    try (EhiIndex index = EhiIndex.create(path, tree, LeafLayout.STANDARD, Map.of())) {
      for (int i = 0; i < vectors.size(); i++) {
        index.add(Integer.toString(i), "", "", vectors.row(i));
      }
      index.commit();
    }
    List<LinkTrials.First> firsts =
        IntStream.rangeClosed(1, 100)
            .mapToObj(count -> new LinkTrials.First(new Budget.Documents(count), count))
            .toList();
    try (Directory directory = FSDirectory.open(path);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      Snapshot snapshot = new Snapshot(reader, directory, EhiIndex.VECTOR_FIELD);
      List<SearchedSegment> segments = new ArrayList<>();
      for (Snapshot.Segment segment : snapshot.segments()) {
        segments.add(SearchedSegment.of(segment.leaves(), null, segment.context().docBase));
      }
      LinkTrials trials = new LinkTrials(snapshot, segments, K, firsts);
      search(trials, queries, vectors);
      List<Double> before = costs(trials);
      trials.refine(WANTED);
      assertThat(trials.areOpen()).isTrue();
      search(trials, queries, vectors);
      List<Double> after = costs(trials);
      for (int i = 0; i < WANTED.length; i++) {
        assertThat(after.get(i)).isLessThanOrEqualTo(before.get(i));
      }
      assertThat(after).isNotEqualTo(before);
    }
  }

  @Test
  void thereAreNoneWithoutLinks() throws IOException {
    SplittableRandom random = new SplittableRandom(6);
    Tree tree = Tree.ofCentroids(TestVectors.unit(9, DIM, random), .1f);
    try (EhiIndex index = EhiIndex.create(path, tree, LeafLayout.STANDARD, Map.of())) {
      index.add("1", "", "", TestVectors.unit(1, DIM, random).row(0));
      index.commit();
    }
    try (Directory directory = FSDirectory.open(path);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      Snapshot snapshot = new Snapshot(reader, directory, EhiIndex.VECTOR_FIELD);
      List<LinkTrials.First> firsts = List.of(new LinkTrials.First(new Budget.Beam(1), 1));
      LinkTrials trials = new LinkTrials(snapshot, List.of(), K, firsts);
      assertThat(trials.areOpen()).isFalse();
      trials.refine(WANTED);
      assertThat(trials.areOpen()).isFalse();
      assertThat(trials.cheapest(1)).isEmpty();
    }
  }
}
