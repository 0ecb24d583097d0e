package dev.ehi.bench.peers;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a benchmark found: the content of {@code peers.json}.
 *
 * @param exact the quality of exact search
 * @param leftOut what could not be measured, and why
 */
record PeerResults(
    Setup setup,
    Map<Measure, Double> exact,
    List<Method> methods,
    List<LevelComparison> comparisons,
    List<String> leftOut) {

  PeerResults {
    exact = Map.copyOf(exact);
    methods = List.copyOf(methods);
    comparisons = List.copyOf(comparisons);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * The quality of exact search by one measure.
   *
   * @throws IllegalArgumentException if it was not taken
   */
  double exact(Measure measure) {
    Double value = exact.get(measure);
    if (value == null) {
      throw new IllegalArgumentException(measure.label() + " was not measured");
    }
    return value;
  }

  /**
   * What was measured with.
   *
   * @param judgements the retrieval set and split that nDCG is measured by; empty for none
   * @param stretch how many queries a method answered in a row
   * @param environment versions and machine
   */
  record Setup(
      int documents,
      int dim,
      int queries,
      String judgements,
      int sweepQueries,
      int rounds,
      int stretch,
      long seed,
      Map<String, String> environment) {}

  /**
   * A method.
   *
   * @param points its kept settings, cheapest first
   */
  record Method(
      String name, Peer.Origin origin, String note, List<Build> builds, List<Point> points) {
    Method {
      builds = List.copyOf(builds);
      points = List.copyOf(points);
    }
  }

  /**
   * What one index took.
   *
   * @param seconds wall time of building it in one thread
   * @param cpuSeconds CPU time of the process meanwhile
   * @param bytesOf what the bytes are of
   * @param keptSettings how many settings of it were worth measuring
   * @param insertsPerSecond of the last 5 % of the documents, until they can be found; of the build
   *     with most kept settings only
   */
  record Build(
      String parameters,
      double seconds,
      double cpuSeconds,
      long bytes,
      String bytesOf,
      long keptSettings,
      OptionalDouble insertsPerSecond) {}

  /**
   * All methods at one quality.
   *
   * @param costs by method; one that does not reach it is missing
   * @param ratio fastest of EHI by the fastest of the others, each time by itself; null if either
   *     does not reach it
   */
  record LevelComparison(
      String level,
      double quality,
      Map<String, ParetoFront.Cost> costs,
      ParetoFront.@Nullable Cost ratio) {}
}
