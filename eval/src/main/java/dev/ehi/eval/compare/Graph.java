package dev.ehi.eval.compare;

import dev.ehi.core.progress.Progress;
import dev.ehi.eval.compare.Contender.Hnsw;
import dev.ehi.eval.compare.Results.Kind;
import dev.ehi.eval.compare.Results.Timing;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.Found;
import dev.ehi.eval.curve.SplicedCurve;
import dev.ehi.eval.lucene.SegmentIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;

/** Builds, tunes and measures Lucene's graph index. */
final class Graph implements AutoCloseable {

  /** Candidate list sizes, in steps of about the square root of 2. */
  private static final List<Integer> EF =
      List.of(10, 14, 20, 28, 40, 56, 80, 112, 160, 226, 320, 452, 640, 905, 1280, 1810, 2560);

  /** When a search stops. */
  private enum Stop {
    EXHAUSTED("when no candidate is left"),
    PATIENCE("when candidates bring nothing new");

    private final String label;

    Stop(String label) {
      this.label = label;
    }
  }

  private final Side side;
  private final Hnsw.Build build;
  private final SegmentIndex index;

  private Graph(Side side, Hnsw.Build build, Progress progress) {
    this.side = side;
    this.build = build;
    this.index =
        SegmentIndex.build(
            new Lucene99HnswVectorsFormat(build.maxConnections(), build.beamWidth(), 0),
            side.embeddings().documents(),
            progress);
  }

  /** Measures the best of the builds and of the rules to stop, chosen on the dev queries. */
  static Measured measure(
      Hnsw hnsw,
      Side side,
      TuningQueries tuning,
      TimedSearch timer,
      ComparisonConfig config,
      Progress progress) {
    Sweeps sweeps = new Sweeps(side, tuning, config, progress);
    List<Graph> graphs = new ArrayList<>();
    try {
      hnsw.builds().forEach(b -> graphs.add(new Graph(side, b, progress)));
      List<Way> ways =
          graphs.stream()
              .flatMap(graph -> Stream.of(Stop.values()).map(stop -> new Way(graph, stop)))
              .toList();
      List<Sweeps.Swept> swept = ways.stream().map(Way::swept).toList();
      Sweeps.Tuned tuned = sweeps.tune(swept);
      Schedule schedule = tuned.schedule();
      SplicedCurve curve = sweeps.measure(swept, schedule);
      Map<String, String> settings = schedule.of(ways).getFirst().graph.settings(curve.curve());
      settings.put("stop", schedule.inWords(c -> ways.get(c).stop.label));
      settings.put("tuned on", tuning.name());
      return new Measured(
          hnsw.name(),
          Kind.HNSW,
          side,
          settings,
          curve,
          List.of(),
          tuned.candidates(),
          timings(schedule.of(ways), curve, timer));
    } finally {
      graphs.forEach(Graph::close);
    }
  }

  /** A graph, and how it is searched. */
  private record Way(Graph graph, Stop stop) {

    Found search(float[] query, int candidates) {
      return switch (stop) {
        case EXHAUSTED -> graph.index.search(query, candidates, /* strategy= */ null);
        case PATIENCE -> graph.index.searchPatiently(query, candidates);
      };
    }

    Sweeps.Swept swept() {
      return new Sweeps.Swept(
          graph.build.settings(), Map.of("stop", stop.label), () -> this::search, graph.sizes());
    }
  }

  private List<Integer> sizes() {
    return EF.stream().map(e -> Math.min(e, side.corpus().size())).distinct().toList();
  }

  private Map<String, String> settings(Curve curve) {
    Map<String, String> settings = new LinkedHashMap<>(build.settings());
    settings.put(
        "ef",
        String.format(
            Locale.ROOT, "%.0f to %.0f", curve.level(0), curve.level(curve.points().size() - 1)));
    settings.put("build seconds", String.format(Locale.ROOT, "%.1f", index.buildSeconds()));
    return settings;
  }

  /**
   * @param chosen one for each part of the curve
   */
  private static List<Timing> timings(List<Way> chosen, SplicedCurve spliced, TimedSearch timer) {
    IntFunction<Way> at = point -> chosen.get(spliced.parts().get(point));
    IntFunction<Integer> ef = point -> (int) spliced.curve().level(point);
    return timer.swept(
        spliced.curve(),
        point -> "ef %d, stops %s".formatted(ef.apply(point), at.apply(point).stop.label),
        point -> query -> at.apply(point).search(query, ef.apply(point)));
  }

  @Override
  public void close() {
    index.close();
  }
}
