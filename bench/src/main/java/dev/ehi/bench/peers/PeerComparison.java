package dev.ehi.bench.peers;

import dev.ehi.bench.peers.PeerResults.LevelComparison;
import dev.ehi.bench.peers.PeerResults.Method;
import dev.ehi.core.progress.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.lucene.util.IOUtils;

/** Tunes all methods, measures them side by side and compares them. */
final class PeerComparison {

  private final Workload workload;
  private final QualityScorer scorer;
  private final Config config;
  private final Progress progress;

  /**
   * How much is measured.
   *
   * @param sweepQueries with how many queries settings are chosen
   * @param rounds how often each query is timed
   * @param stretch how many queries a method answers in a row
   * @param seed of the order of searches
   */
  record Config(int sweepQueries, int rounds, int stretch, long seed) {
    Config {
      if (sweepQueries < 1 || rounds < 1 || stretch < 1) {
        throw new IllegalArgumentException(
            "at least 1 query to sweep with, 1 round and 1 query in a row, got %d, %d and %d"
                .formatted(sweepQueries, rounds, stretch));
      }
    }
  }

  PeerComparison(Workload workload, QualityScorer scorer, Config config, Progress progress) {
    this.workload = workload;
    this.scorer = scorer;
    this.config = config;
    this.progress = progress;
  }

  /** What was found of the methods, in their order, and of all of them at equal quality. */
  record Outcome(
      Map<Measure, Double> exact, List<Method> methods, List<LevelComparison> comparisons) {}

  /** Runs the whole comparison. */
  Outcome run(List<Peer> peers) throws IOException {
    List<Level> levels = Level.of(scorer.measures());
    List<Tuning.Tuned> tuned = new ArrayList<>();
    try {
      Tuning tuning = new Tuning(workload, scorer, levels, sweepQueries(), progress);
      for (Peer peer : peers) {
        tuned.add(tuning.tune(peer));
      }
      List<Candidate> candidates = tuned.stream().flatMap(t -> t.kept().stream()).toList();
      List<Point> points =
          new InterleavedRun(
                  scorer,
                  workload.queries().size(),
                  config.rounds(),
                  config.stretch(),
                  config.seed(),
                  progress)
              .measure(candidates);
      return outcome(levels, tuned.stream().map(t -> method(t, points)).toList());
    } finally {
      IOUtils.close(
          tuned.stream().flatMap(t -> t.kept().stream().map(Candidate::index)).distinct().toList());
    }
  }

  /** Evenly spread over all queries. */
  private int[] sweepQueries() {
    int all = workload.queries().size();
    int some = Math.min(config.sweepQueries(), all);
    return IntStream.range(0, some).map(i -> (int) ((long) i * all / some)).toArray();
  }

  private static Method method(Tuning.Tuned tuned, List<Point> points) {
    Peer peer = tuned.peer();
    return new Method(
        peer.name(),
        peer.origin(),
        peer.note(),
        tuned.builds(),
        points.stream()
            .filter(point -> point.method().equals(peer.name()))
            .sorted(Comparator.comparingDouble(Point::p50))
            .toList());
  }

  private Outcome outcome(List<Level> levels, List<Method> methods) {
    int[] all = IntStream.range(0, workload.queries().size()).toArray();
    Map<Measure, Double> exact = new EnumMap<>(Measure.class);
    scorer.measures().forEach(measure -> exact.put(measure, scorer.exact(measure, all)));
    return new Outcome(
        exact,
        methods,
        levels.stream()
            .map(level -> LevelComparisons.of(level, target(level, exact), methods))
            .toList());
  }

  private static double target(Level level, Map<Measure, Double> exact) {
    return level.share() * exact.getOrDefault(level.measure(), 1.);
  }
}
