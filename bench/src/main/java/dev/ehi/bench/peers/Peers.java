package dev.ehi.bench.peers;

import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.leaf.LeafEncoding;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** All methods that there are, those of a Python installation among them. */
final class Peers implements Closeable {

  private final PythonPeers inPython;
  private final List<Peer> all;

  private Peers(PythonPeers inPython, List<Peer> all) {
    this.inPython = inPython;
    this.all = List.copyOf(all);
  }

  /**
   * Starts Python, too.
   *
   * @param tree for EHI to route by
   * @param python the interpreter
   */
  static Peers of(Workload workload, Tree tree, String python) throws IOException {
    List<Peer> peers = new ArrayList<>();
    for (LeafEncoding encoding : LeafEncoding.values()) {
      peers.add(new EhiPeer(workload, tree, encoding));
    }
    peers.add(new EhiQueryPeer(workload, tree));
    peers.add(LuceneHnswPeer.floats(workload));
    peers.addAll(LuceneHnswPeer.quantised(workload));
    peers.add(new JVectorPeer(workload));
    peers.add(new HnswlibCorePeer(workload));
    PythonPeers inPython = PythonPeers.start(python, workload);
    peers.addAll(inPython.peers());
    peers.add(new BruteForcePeer(workload));
    return new Peers(inPython, peers);
  }

  /** Those in whose names a pattern is found. */
  List<Peer> named(Pattern pattern) {
    return all.stream().filter(peer -> pattern.matcher(peer.name()).find()).toList();
  }

  /** The process whose memory holds a method's index. */
  long processOf(Peer peer) {
    return inPython.peers().contains(peer) ? inPython.process() : ProcessHandle.current().pid();
  }

  /** What could not be started, and why. */
  List<String> leftOut() {
    return inPython.leftOut();
  }

  @Override
  public void close() throws IOException {
    inPython.close();
  }
}
