package dev.ehi.bench.peers;

import dev.ehi.bench.Timing;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** An index of the first documents of a {@link Workload}; for one thread. */
interface PeerIndex extends Closeable {

  /** What it took to build, until it could be searched. */
  Timing built();

  /** What it takes to add the documents up to {@code to} (exclusive) and to make them findable. */
  Timing extend(int to) throws IOException;

  /** The ways to search it that are tried. */
  List<Setting> settings();

  /** How much room it takes, the vectors included. */
  Size size() throws IOException;

  /**
   * Room taken.
   *
   * @param form what the bytes are of, such as {@code files}
   */
  record Size(long bytes, String form) {}

  /**
   * One choice of search parameters: a point on the curve of quality by time.
   *
   * @param name the parameters as tables name them
   */
  record Setting(String name, Search search) {}

  /** Searches for the {@link Workload#K} nearest documents. */
  interface Search {

    /**
     * Answers one query.
     *
     * @param query its row in {@link Workload#queries()}
     */
    Answer answer(int query) throws IOException;
  }
}
