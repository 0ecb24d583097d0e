package dev.ehi.bench.peers;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The methods that a Python installation offers, as far as it has their libraries.
 *
 * @param worker that they live in; null if there is none
 * @param leftOut what is missing, and why
 */
record PythonPeers(@Nullable PythonWorker worker, List<Peer> peers, List<String> leftOut)
    implements Closeable {

  PythonPeers {
    peers = List.copyOf(peers);
    leftOut = List.copyOf(leftOut);
  }

  /** Starts Python; without it all its methods are left out. */
  static PythonPeers start(String python, Workload workload) throws IOException {
    PythonWorker worker;
    try {
      worker = new PythonWorker(python, workload);
    } catch (IOException e) {
      return new PythonPeers(
          null,
          List.of(),
          List.of(
              "faiss and hnswlib, as %s does not start or lacks numpy (%s)"
                  .formatted(python, e.getMessage())));
    }
    List<Peer> peers = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    Map<String, String> libraries = worker.libraries();
    String faiss = libraries.get("faiss");
    if (faiss == null) {
      leftOut.add("faiss, which %s does not have".formatted(python));
    } else {
      peers.addAll(PythonPeer.faiss(workload, worker, faiss));
    }
    String hnswlib = libraries.get("hnswlib");
    if (hnswlib == null) {
      leftOut.add("hnswlib, which %s does not have".formatted(python));
    } else {
      peers.add(PythonPeer.hnswlib(worker, hnswlib));
    }
    return new PythonPeers(worker, peers, leftOut);
  }

  /** Its number. */
  long process() {
    if (worker == null) {
      throw new IllegalStateException("there is no Python");
    }
    return worker.process();
  }

  @Override
  public void close() throws IOException {
    if (worker != null) {
      worker.close();
    }
  }
}
