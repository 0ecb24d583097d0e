package dev.ehi.cli.index;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.Query;
import dev.ehi.data.RetrievalSet;
import dev.ehi.encoder.OnnxEncoder;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.recall.Calibration;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Calibrates an index on the queries that its set holds out, and keeps the outcome with it. */
public final class IndexCalibration {
  static final int K = 10;

  private static final String HELD_OUT = "dev";
  private static final int MOST_QUERIES = 1000;

  private IndexCalibration() {}

  /** The dev queries of a set, some of them if there are many; empty if there are none. */
  static Optional<List<Query>> heldOut(RetrievalSet set) {
    if (!set.splits().contains(HELD_OUT)) {
      return Optional.empty();
    }
    try (Stream<Query> queries = set.queries(HELD_OUT)) {
      List<Query> some = queries.limit(MOST_QUERIES).toList();
      return some.isEmpty() ? Optional.empty() : Optional.of(some);
    }
  }

  /**
   * Calibrates a committed index on the dev queries of a set, if there are any, and compacts it, so
   * that its segment carries the outcome.
   *
   * @return whether there are
   */
  public static boolean calibrate(
      EhiIndex index, RetrievalSet set, OnnxEncoder encoder, Progress progress) throws IOException {
    Optional<List<Query>> queries = heldOut(set);
    if (queries.isEmpty() || index.size() == 0) {
      return false;
    }
    Vectors vectors = encoder.queries(queries.get().stream().map(Query::text).toList(), progress);
    try (EhiSearcher searcher = index.searcher()) {
      keep(index, searcher.calibrate(vectors, K, progress));
    }
    index.compact();
    index.commit();
    return true;
  }

  /** Commits it with the index; segments that are there carry it once they are merged. */
  static void keep(EhiIndex index, Calibration calibration) throws IOException {
    index.keep(calibration);
    index.commit();
  }
}
