package dev.ehi.bench.peers;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Values of a search parameter that are tried, each about the square root of 2 times the last. */
final class GeometricGrid {

  private GeometricGrid() {}

  /** Whole numbers without repetition. */
  static IntStream of(int first, int last) {
    return DoubleStream.iterate(first, v -> v <= last, v -> v * Math.sqrt(2))
        .mapToInt(v -> (int) Math.round(v))
        .distinct();
  }

  /** Widths of the candidate list of a graph search for the nearest {@link Workload#K}. */
  static IntStream graphWidths() {
    return of(Workload.K, 1300);
  }
}
