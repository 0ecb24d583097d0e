package dev.ehi.eval.compare;

import dev.ehi.core.progress.Progress;
import dev.ehi.eval.compare.Contender.Hnsw;
import dev.ehi.eval.compare.Results.Kind;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.SplicedCurve;
import dev.ehi.eval.lucene.SegmentIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;

/** Builds, tunes and measures Lucene's graph index. */
final class Graph implements AutoCloseable {

  /** Candidate list sizes, in steps of about the square root of 2. */
  private static final List<Integer> EF =
      List.of(10, 14, 20, 28, 40, 56, 80, 112, 160, 226, 320, 452, 640, 905, 1280, 1810, 2560);

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

  /** Measures the best of the builds, chosen on the dev queries if there are several. */
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
      Optional<Sweeps.Tuned> tuned =
          graphs.size() == 1
              ? Optional.empty()
              : Optional.of(sweeps.tune(graphs.stream().map(Graph::swept).toList()));
      Graph chosen = graphs.get(tuned.map(t -> t.schedule().candidates().getFirst()).orElse(0));
      return chosen.measured(hnsw.name(), timer, tuned, sweeps, tuning.name());
    } finally {
      graphs.forEach(Graph::close);
    }
  }

  private Sweeps.Swept swept() {
    return new Sweeps.Swept(
        build.settings(),
        Map.of(),
        () -> (query, candidates) -> index.search(query, candidates, null),
        EF.stream().map(e -> Math.min(e, side.corpus().size())).distinct().toList());
  }

  private Measured measured(
      String name, TimedSearch timer, Optional<Sweeps.Tuned> tuned, Sweeps sweeps, String queries) {
    SplicedCurve spliced = SplicedCurve.of(sweeps.measure(swept()));
    Curve curve = spliced.curve();
    Map<String, String> settings = new LinkedHashMap<>(build.settings());
    settings.put(
        "ef",
        String.format(
            Locale.ROOT, "%.0f to %.0f", curve.level(0), curve.level(curve.points().size() - 1)));
    settings.put("build seconds", String.format(Locale.ROOT, "%.1f", index.buildSeconds()));
    tuned.ifPresent(_ -> settings.put("tuned on", queries));
    return new Measured(
        name,
        Kind.HNSW,
        side,
        settings,
        spliced,
        List.of(),
        tuned.map(Sweeps.Tuned::candidates).orElse(List.of()),
        timer.swept(
            curve,
            point -> "ef " + (int) curve.level(point),
            point -> query -> index.search(query, (int) curve.level(point), /* strategy= */ null)));
  }

  @Override
  public void close() {
    index.close();
  }
}
