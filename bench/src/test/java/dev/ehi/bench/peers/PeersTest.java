package dev.ehi.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.leaf.LeafEncoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every method that can be had here, those in Python only if there is a Python with them. */
final class PeersTest {

  private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

  @TempDir private Path scratch;

  private static List<Peer> javaPeers(Workload workload) {
    Tree tree =
        Tree.ofCentroids(
            KMeans.centroids(
                workload.documents(), 20, new KMeans.Config(5, 100, 1), Progress.none()),
            .1f);
    List<Peer> peers = new ArrayList<>();
    for (LeafEncoding encoding : LeafEncoding.values()) {
      peers.add(new EhiPeer(workload, tree, encoding));
    }
    peers.add(new EhiQueryPeer(workload, tree));
    peers.add(LuceneHnswPeer.floats(workload));
    peers.addAll(LuceneHnswPeer.quantised(workload));
    peers.add(new JVectorPeer(workload));
    peers.add(new HnswlibCorePeer(workload));
    peers.add(new BruteForcePeer(workload));
    return peers;
  }

  @TestFactory
  Stream<DynamicTest> inJava() {
    Workload workload = RandomWorkload.in(scratch);
    return javaPeers(workload).stream()
        .map(
            peer ->
                DynamicTest.dynamicTest(peer.name(), () -> findsMostNeighbours(peer, workload)));
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
