package dev.ehi.eval.compare;

import dev.ehi.core.progress.Progress;
import dev.ehi.eval.compare.Results.Kind;
import dev.ehi.eval.compare.Results.Timing;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.LeafIndex;
import dev.ehi.eval.curve.LinkedSearch;
import dev.ehi.eval.curve.SplicedCurve;
import dev.ehi.eval.curve.Stop;
import dev.ehi.eval.curve.SweptCurve;
import dev.ehi.eval.lucene.SegmentIndex;
import dev.ehi.lucene.format.EhiVectorsFormat;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.scan.Sources;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.search.knn.KnnSearchStrategy;

/**
 * Tunes and measures searches that go on through the links between leaves. The parameter is the
 * surprisal up to which leaves are opened or looked at before; what is tuned is, for each range of
 * costs, from which documents a search goes on.
 */
final class LinkedLeaves {

  /** Those that find most first: others need not cost more than they do. */
  private static final List<Sources> SOURCES =
      Stream.<Sources>concat(
              DoubleStream.of(.4, .3, .2, .15, .1, .05).mapToObj(Sources.Near::new),
              IntStream.of(64, 32, 20, 12, 8, 5, 3, 2, 1).mapToObj(Sources.Best::new))
          .toList();

  private static final Stop FIRST = new Stop.Surprisal(1);
  private static final double PER_NAT = 100; // parameters are hundredths of a nat
  private static final int STEP = 50; // hundredths of a nat
  private static final int HIGHEST = 4000; // likewise; k-means may take so much

  private final Side side;
  private final TuningQueries tuning;
  private final Progress progress;
  private final Sweeps sweeps;

  LinkedLeaves(Side side, TuningQueries tuning, ComparisonConfig config, Progress progress) {
    this.side = side;
    this.tuning = tuning;
    this.progress = progress;
    this.sweeps = new Sweeps(side, tuning, config, progress);
  }

  /**
   * Measures the best of those indexes that have each document in one leaf, and leaves that are
   * linked; nothing if there is none.
   */
  Optional<Measured> measure(String name, Kind kind, List<LeafIndex> all, TimedSearch timer) {
    List<Linked> ways =
        all.stream()
            .filter(LinkedSearch::isPossible)
            .sorted(Comparator.comparingInt(LeafIndex::leaves).reversed()) // the cheapest first
            .flatMap(index -> SOURCES.stream().map(sources -> new Linked(index, sources)))
            .toList();
    return ways.isEmpty() ? Optional.empty() : Optional.of(best(name, kind, ways, timer));
  }

  private static int links(LeafIndex index) {
    return index.tree().links().orElseThrow().most();
  }

  private static Map<String, String> build(LeafIndex index) {
    Map<String, String> settings = LeafMethod.build(index);
    settings.put("links per leaf", String.valueOf(links(index)));
    return settings;
  }

  private Measured best(String name, Kind kind, List<Linked> ways, TimedSearch timer) {
    Sweeps.Tuned tuned = sweeps.tune(ways.stream().map(this::swept).toList());
    Schedule schedule = tuned.schedule();
    SplicedCurve curve = sweeps.measure(ways.stream().map(this::swept).toList(), schedule);
    List<Linked> chosen = schedule.of(ways);
    Map<String, String> settings = build(chosen.getFirst().index());
    settings.put("stop", FIRST.label());
    settings.put("goes on from", schedule.inWords(c -> ways.get(c).goesOnFrom()));
    settings.put("tuned on", tuning.name());
    return new Measured(
        name,
        kind,
        side,
        settings,
        curve,
        List.of(),
        tuned.candidates(),
        timings(chosen, curve, timer));
  }

  /**
   * A way to follow links.
   *
   * @param sources documents that are gone on from
   */
  private record Linked(LeafIndex index, Sources sources) {

    String goesOnFrom() {
      return switch (sources) {
        case Sources.Best(int best) when best == 1 -> "the best document";
        case Sources.Best(int best) -> "the best %,d documents".formatted(best);
        case Sources.Near(double slack) ->
            String.format(Locale.ROOT, "those up to %.0f %% further than the best", 100 * slack);
      };
    }

    SweptCurve.Method search(Side side) {
      LinkedSearch search = new LinkedSearch(index, side.corpus());
      return (query, parameter) ->
          search.search(query, FIRST, parameter / PER_NAT, sources, TimedSearch.K, Side.DEPTH);
    }

    Budget.Linked budget(double parameter) {
      return new Budget.Linked(new Budget.Surprisal(parameter / PER_NAT), sources);
    }
  }

  private Sweeps.Swept swept(Linked linked) {
    List<Integer> parameters =
        IntStream.rangeClosed(0, HIGHEST / STEP).mapToObj(i -> i * STEP).toList();
    return new Sweeps.Swept(
        build(linked.index()),
        Map.of("goes on from", linked.goesOnFrom()),
        () -> linked.search(side),
        parameters);
  }

  /**
   * @param chosen one for each part of the curve
   */
  private List<Timing> timings(List<Linked> chosen, SplicedCurve spliced, TimedSearch timer) {
    Curve curve = spliced.curve();
    IntFunction<Linked> at = point -> chosen.get(spliced.parts().get(point));
    try (SegmentIndex lucene =
        SegmentIndex.build(
            new EhiVectorsFormat(chosen.getFirst().index().tree()),
            side.embeddings().documents(),
            progress)) {
      return timer.swept(
          curve,
          point ->
              "%s, on from %s"
                  .formatted(FIRST.at(curve.level(point) / PER_NAT), at.apply(point).goesOnFrom()),
          point -> {
            KnnSearchStrategy strategy =
                lucene.spending(at.apply(point).budget(curve.level(point)));
            return query -> lucene.search(query, TimedSearch.K, strategy);
          });
    }
  }
}
