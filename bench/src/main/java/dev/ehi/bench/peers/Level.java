package dev.ehi.bench.peers;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A quality that methods are compared at.
 *
 * @param share of what exact search has; its recall is 1
 */
record Level(Measure measure, double share) {

  /** The levels of the measures that can be taken. */
  static List<Level> of(Set<Measure> measures) {
    return Arrays.stream(Measure.values()).filter(measures::contains).flatMap(Level::of).toList();
  }

  private static Stream<Level> of(Measure measure) {
    double[] shares =
        switch (measure) {
          case RECALL -> new double[] {.80, .90, .95, .98, .99};
          case NDCG -> new double[] {.95, .98, .99};
        };
    return DoubleStream.of(shares).mapToObj(share -> new Level(measure, share));
  }

  /** The level as tables name it. */
  String label() {
    return switch (measure) {
      case RECALL -> String.format(Locale.ROOT, "recall %.2f", share);
      case NDCG -> String.format(Locale.ROOT, "nDCG %.0f %%", 100 * share);
    };
  }
}
