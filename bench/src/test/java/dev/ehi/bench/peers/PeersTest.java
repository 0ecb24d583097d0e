package dev.ehi.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every method that can be had here, those in Python only if there is a Python with them. */
final class PeersTest {

  private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

  @TempDir private Path scratch;

  @TestFactory
  Stream<DynamicTest> inJava() throws IOException {
    Workload workload = RandomWorkload.in(scratch);
    Tree tree =
        Tree.ofCentroids(
            KMeans.centroids(
                workload.documents(), 20, new KMeans.Config(5, 100, 1), Progress.none()),
            .1f);
    try (Peers peers = Peers.of(workload, tree, "no-such-python")) {
      assertThat(peers.leftOut()).hasSize(1);
      return peers.named(Pattern.compile("")).stream()
          .map(
              peer ->
                  DynamicTest.dynamicTest(peer.name(), () -> findsMostNeighbours(peer, workload)));
    }
  }

  @TestFactory
  Stream<DynamicTest> inPython() {
    return PYTHONS.stream()
        .map(python -> DynamicTest.dynamicTest(python, () -> findsMostNeighbours(python)));
  }

  private void findsMostNeighbours(String python) throws IOException {
    Workload workload = RandomWorkload.in(Files.createTempDirectory(scratch, "python"));
    try (PythonPeers peers = PythonPeers.start(python, workload)) {
      assumeThat(peers.peers()).isNotEmpty();
      for (Peer peer : peers.peers()) {
        findsMostNeighbours(peer, workload);
      }
    }
  }

  /** The best setting, before and after documents were added. */
  private static void findsMostNeighbours(Peer peer, Workload workload) throws IOException {
    QualityScorer scorer =
        new QualityScorer(workload, BruteForcePeer.exact(workload), Optional.empty());
    int all = workload.documents().size();
    Peer.Build build = peer.builds().getLast();
    try (PeerIndex whole = build.index(all);
        PeerIndex grown = build.index(all / 2)) {
      assertThat(bestRecall(whole, workload, scorer)).as(peer.name()).isGreaterThan(.9);
      assertThat(bestRecall(grown, workload, scorer)).as(peer.name()).isLessThan(.9);
      assertThat(grown.extend(all).seconds()).isPositive();
      assertThat(bestRecall(grown, workload, scorer)).as(peer.name()).isGreaterThan(.9);
      assertThat(whole.size().bytes()).isPositive();
    }
  }

  private static double bestRecall(PeerIndex index, Workload workload, QualityScorer scorer)
      throws IOException {
    double best = 0;
    for (PeerIndex.Setting setting : index.settings()) {
      double sum = 0;
      for (int q = 0; q < workload.queries().size(); q++) {
        sum += scorer.value(Measure.RECALL, q, setting.search().answer(q).documents());
      }
      best = Math.max(best, sum / workload.queries().size());
    }
    return best;
  }

  @Test
  void withoutPythonItsMethodsAreLeftOut() throws IOException {
    try (PythonPeers python = PythonPeers.start("no-such-python", RandomWorkload.in(scratch))) {
      assertThat(python.peers()).isEmpty();
      assertThat(python.leftOut()).hasSize(1);
    }
  }
}
