package dev.ehi.eval.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.Tree;
import dev.ehi.eval.Embeddings;
import dev.ehi.eval.RandomSet;
import dev.ehi.eval.curve.Corpus;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.ExactScan;
import dev.ehi.eval.curve.Found;
import dev.ehi.eval.curve.Hits;
import dev.ehi.eval.curve.Judgments;
import dev.ehi.eval.curve.LeafIndex;
import dev.ehi.eval.curve.LeafPolicy;
import dev.ehi.eval.curve.LeafSearch;
import dev.ehi.eval.curve.Measures;
import dev.ehi.eval.curve.SweptCurve;
import dev.ehi.lucene.format.EhiVectorsFormat;
import dev.ehi.lucene.scan.Budget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.junit.jupiter.api.Test;

class SegmentIndexTest {

  @Randomized(times = 2)
  void ehiFindsWhatTheLeafWalkFinds(long seed) {
    Embeddings embeddings = RandomSet.embeddings("random", seed, 700, 30, 24);
    Tree tree = tree(embeddings, 20);
    LeafIndex leaves = LeafIndex.build(tree, embeddings.documents(), 1, Progress.none());
    LeafSearch walk = new LeafSearch(LeafPolicy.documents(leaves), new Corpus(embeddings));
    try (SegmentIndex index =
        SegmentIndex.build(new EhiVectorsFormat(tree), embeddings.documents(), Progress.none())) {
      for (int budget : new int[] {10, 100, 350, 700}) {
        for (int q = 0; q < 30; q++) {
          float[] query = embeddings.test().vectors().row(q);
          Found found = index.search(query, 10, index.spending(new Budget.Documents(budget)));
          assertThat(found.visited()).isGreaterThanOrEqualTo(budget);
          assertThat(sorted(found.hits()))
              .isEqualTo(sorted(walk.search(query, found.visited(), 10).hits()));
        }
      }
    }
  }

  @Randomized(times = 2)
  void hnswApproachesExactSearchAsItVisitsMore(long seed) {
    Embeddings embeddings = RandomSet.embeddings("random", seed, 2000, 50, 24);
    Corpus corpus = new Corpus(embeddings);
    try (SegmentIndex index =
        SegmentIndex.build(
            new Lucene99HnswVectorsFormat(16, 100, 0), embeddings.documents(), Progress.none())) {
      Judgments judgments = new Judgments(embeddings.test(), corpus);
      List<Hits> nearest = ExactScan.all(corpus, embeddings.test(), 100, 2, Progress.none());
      double exact =
          SweptCurve.exact(corpus, judgments, nearest).points().getFirst().quality("nDCG@10");
      Curve curve =
          new SweptCurve(
                  corpus,
                  embeddings.test(),
                  Measures.all(judgments),
                  nearest,
                  () -> (query, ef) -> index.search(query, ef, null),
                  2,
                  Progress.none())
              .filling(List.of(.15), List.of(10, 40, 160, 640), Double.POSITIVE_INFINITY)
              .approaching(List.of(.9, .97), exact)
              .curve();
      assertThat(curve.filling(.15)).isPresent();
      for (double fraction : List.of(.9, .97)) {
        int above = curve.reaching(fraction, exact).orElseThrow();
        assertThat(
                above == 0
                    || Math.abs(curve.level(above) - curve.level(above - 1)) == 1
                    || curve.points().get(above).total()
                        <= 1.02 * curve.points().get(above - 1).total())
            .isTrue();
      }
      assertThat(curve.points())
          .extracting(p -> p.documents())
          .isSorted()
          .allMatch(share -> share > 0);
      assertThat(curve.points().subList(0, curve.points().size() - 1)) // at last Lucene may scan
          .allMatch(point -> point.documents() < 1);
      assertThat(curve.points().getLast().documents()).isLessThanOrEqualTo(1);
      assertThat(curve.points().getFirst().quality("exact@10")).isGreaterThan(.6);
      assertThat(curve.points().getLast().quality("exact@10")).isGreaterThan(.98);
    }
  }

  @Randomized(times = 2)
  void aTreeOfOneLeafIsExact(long seed) {
    Embeddings embeddings = RandomSet.embeddings("random", seed, 300, 20, 17);
    ExactScan exact = new ExactScan(new Corpus(embeddings));
    try (SegmentIndex index =
        SegmentIndex.build(
            new EhiVectorsFormat(Tree.single(17)), embeddings.documents(), Progress.none())) {
      for (int q = 0; q < 20; q++) {
        float[] query = embeddings.test().vectors().row(q);
        Found found = index.search(query, 10, index.spending(new Budget.Documents(300)));
        assertThat(found.visited()).isEqualTo(300);
        assertThat(sorted(found.hits())).isEqualTo(sorted(exact.search(query, 10)));
      }
    }
  }

  @Test
  void leavesNothingBehind() throws IOException {
    Embeddings embeddings = RandomSet.embeddings("random", 1, 50, 5, 8);
    List<Path> before = temporary();
    SegmentIndex index =
        SegmentIndex.build(
            new EhiVectorsFormat(Tree.single(8)), embeddings.documents(), Progress.none());
    assertThat(temporary()).hasSize(before.size() + 1);
    index.close();
    assertThat(temporary()).hasSameSizeAs(before);
  }

  private static List<Path> temporary() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(f -> f.getFileName().toString().startsWith("ehi-eval")).toList();
    }
  }

  private static Tree tree(Embeddings embeddings, int leaves) {
    return Tree.ofCentroids(
        KMeans.centroids(embeddings.documents(), leaves, KMeans.Config.seeded(1), Progress.none()),
        .1f);
  }

  private static int[] sorted(Hits hits) {
    int[] documents = hits.documents();
    Arrays.sort(documents);
    return documents;
  }
}
