package dev.ehi.bench.peers;

import java.io.IOException;
import java.util.List;

/** A method of nearest-neighbour search over the documents of a {@link Workload}. */
interface Peer {

  /** The method as tables name it. */
  String name();

  Origin origin();

  /** What a reader of its numbers should know. */
  String note();

  /** The ways to build its index that are tried; at least one. */
  List<Build> builds();

  /** On which side of the comparison a method stands. */
  enum Origin {
    EHI,
    OTHER
  }

  /**
   * One choice of build parameters.
   *
   * @param parameters as tables name them
   */
  record Build(String parameters, Indexer indexer) {

    /** Indexes documents 0 to {@code count - 1} in one thread. */
    PeerIndex index(int count) throws IOException {
      return indexer.index(count);
    }
  }

  /** What a {@link Build} does. */
  interface Indexer {
    PeerIndex index(int count) throws IOException;
  }
}
