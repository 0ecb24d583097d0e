package dev.ehi.bench.peers;

import dev.ehi.bench.Timing;
import dev.ehi.core.progress.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Builds a method's indexes, sweeps over all their settings with a few queries, and keeps the
 * settings on the Pareto front next to the levels of interest. Indexes without such a setting are
 * closed.
 */
final class Tuning {

  private static final double FIRST_PART = .95; // of the documents, before others are inserted

  private final Workload workload;
  private final QualityScorer scorer;
  private final List<Level> levels;
  private final int[] queries;
  private final Progress progress;

  /**
   * @param queries rows of the workload's queries to sweep with
   */
  Tuning(
      Workload workload,
      QualityScorer scorer,
      List<Level> levels,
      int[] queries,
      Progress progress) {
    this.workload = workload;
    this.scorer = scorer;
    this.levels = levels;
    this.queries = queries;
    this.progress = progress;
  }

  /**
   * A method after tuning.
   *
   * @param kept what is worth measuring; its indexes are open
   * @param builds what each index took
   */
  record Tuned(Peer peer, List<Candidate> kept, List<PeerResults.Build> builds) {}

  /** Tunes one method. */
  Tuned tune(Peer peer) throws IOException {
    Map<Point, Candidate> swept = new LinkedHashMap<>();
    Map<Peer.Build, PeerIndex> indexes = new LinkedHashMap<>();
    try (Progress.Task task = progress.start(peer.name(), peer.builds().size(), "builds")) {
      for (Peer.Build build : peer.builds()) {
        PeerIndex index = build.index(workload.documents().size());
        indexes.put(build, index);
        List<Candidate> candidates =
            index.settings().stream()
                .map(setting -> new Candidate(peer, build, index, setting))
                .toList();
        swept.putAll(sweep(candidates));
        task.advance(1);
      }
    }
    List<Candidate> kept = nearLevels(swept);
    List<PeerResults.Build> builds = describe(indexes, kept);
    for (PeerIndex index : indexes.values()) {
      if (kept.stream().map(Candidate::index).noneMatch(index::equals)) {
        index.close();
      }
    }
    return new Tuned(peer, kept, builds);
  }

  /** The first pass over all settings warms up and is scored, the second one is timed. */
  private Map<Point, Candidate> sweep(List<Candidate> candidates) throws IOException {
    List<Samples> all =
        candidates.stream().map(c -> new Samples(c, scorer, queries.length)).toList();
    for (Samples samples : all) {
      for (int query : queries) {
        samples.score(query, samples.candidate().setting().search().answer(query));
      }
    }
    for (Samples samples : all) {
      for (int query : queries) {
        samples.time(samples.candidate().setting().search().answer(query));
      }
    }
    Map<Point, Candidate> swept = new LinkedHashMap<>();
    all.forEach(samples -> swept.put(samples.point(), samples.candidate()));
    return swept;
  }

  private List<Candidate> nearLevels(Map<Point, Candidate> swept) {
    List<Point> points = List.copyOf(swept.keySet());
    Set<Point> kept = new LinkedHashSet<>();
    for (Level level : levels) {
      double quality = level.share() * scorer.exact(level.measure(), queries);
      kept.addAll(new ParetoFront(points, level.measure()).around(quality));
    }
    return kept.stream().sorted(Comparator.comparingDouble(Point::p50)).map(swept::get).toList();
  }

  /** The build that most kept settings are of is also the one that inserts are timed with. */
  private List<PeerResults.Build> describe(Map<Peer.Build, PeerIndex> indexes, List<Candidate> kept)
      throws IOException {
    Map<Peer.Build, Long> settings =
        kept.stream()
            .map(Candidate::build)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    Peer.Build main =
        indexes.keySet().stream()
            .max(Comparator.comparing(build -> settings.getOrDefault(build, 0L)))
            .orElseThrow();
    List<PeerResults.Build> builds = new ArrayList<>();
    for (Map.Entry<Peer.Build, PeerIndex> entry : indexes.entrySet()) {
      Timing built = entry.getValue().built();
      PeerIndex.Size size = entry.getValue().size();
      builds.add(
          new PeerResults.Build(
              entry.getKey().parameters(),
              built.seconds(),
              built.cpuSeconds(),
              size.bytes(),
              size.form(),
              settings.getOrDefault(entry.getKey(), 0L),
              entry.getKey().equals(main)
                  ? OptionalDouble.of(insertsPerSecond(main))
                  : OptionalDouble.empty()));
    }
    return builds;
  }

  private double insertsPerSecond(Peer.Build build) throws IOException {
    int all = workload.documents().size();
    int first = (int) (FIRST_PART * all);
    try (PeerIndex index = build.index(first)) {
      return (all - first) / index.extend(all).seconds();
    }
  }
}
