package dev.ehi.eval.compare;

import dev.ehi.core.progress.Progress;
import dev.ehi.eval.QuerySet;
import dev.ehi.eval.compare.Contender.Hnsw;
import dev.ehi.eval.compare.Results.Candidate;
import dev.ehi.eval.compare.Results.Kind;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.ExactScan;
import dev.ehi.eval.curve.Hits;
import dev.ehi.eval.curve.Judgments;
import dev.ehi.eval.curve.Measures;
import dev.ehi.eval.curve.SweptCurve;
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
      Hnsw hnsw, Side side, TimedSearch timer, ComparisonConfig config, Progress progress) {
    List<Graph> graphs = new ArrayList<>();
    try {
      hnsw.builds().forEach(b -> graphs.add(new Graph(side, b, progress)));
      return graphs.size() == 1
          ? graphs.getFirst().measured(hnsw.name(), timer, Map.of(), List.of(), config, progress)
          : tuned(hnsw.name(), graphs, side, timer, config, progress);
    } finally {
      graphs.forEach(Graph::close);
    }
  }

  private static Measured tuned(
      String name,
      List<Graph> graphs,
      Side side,
      TimedSearch timer,
      ComparisonConfig config,
      Progress progress) {
    QuerySet queries = TuningQueries.of(side.embeddings(), config);
    Measures measures = Measures.primary(new Judgments(queries, side.corpus()));
    List<Hits> hits = ExactScan.all(side.corpus(), queries, Side.DEPTH, config.threads(), progress);
    double exact =
        SweptCurve.exact(side.corpus(), new Judgments(queries, side.corpus()), hits)
            .points()
            .getFirst()
            .quality("nDCG@10");
    double target = exact * config.fractions().stream().reduce(TuningQueries.FRACTION, Math::max);
    List<Curve> curves = new ArrayList<>();
    List<Candidate> candidates = new ArrayList<>();
    for (Graph graph : graphs) {
      Curve curve =
          graph
              .sweep(queries, measures, hits, config, progress)
              .until(p -> p.quality("nDCG@10") >= target, graph.ef())
              .curve();
      curves.add(curve);
      candidates.add(
          new Candidate(graph.build.settings(), Summary.crossings(curve, exact, config)));
    }
    return graphs
        .get(TuningQueries.cheapest(curves, exact))
        .measured(name, timer, Map.of("tuned on", queries.name()), candidates, config, progress);
  }

  private SweptCurve sweep(
      QuerySet queries,
      Measures measures,
      List<Hits> exact,
      ComparisonConfig config,
      Progress progress) {
    return new SweptCurve(
        side.corpus(),
        queries,
        measures,
        exact,
        (query, candidates) -> index.search(query, candidates, null),
        config.threads(),
        progress);
  }

  private List<Integer> ef() {
    return EF.stream().map(e -> Math.min(e, side.corpus().size())).distinct().toList();
  }

  private Measured measured(
      String name,
      TimedSearch timer,
      Map<String, String> tuning,
      List<Candidate> candidates,
      ComparisonConfig config,
      Progress progress) {
    Curve curve =
        sweep(side.queries(), Measures.all(side.judgments()), side.exactHits(), config, progress)
            .filling(config.matchedBudgets(), ef())
            .curve();
    Map<String, String> settings = new LinkedHashMap<>(build.settings());
    settings.put(
        "ef",
        String.format(
            Locale.ROOT, "%.0f to %.0f", curve.level(0), curve.level(curve.points().size() - 1)));
    settings.put("build seconds", String.format(Locale.ROOT, "%.1f", index.buildSeconds()));
    settings.putAll(tuning);
    return new Measured(
        name,
        Kind.HNSW,
        side,
        settings,
        curve,
        Optional.empty(),
        candidates,
        timer.swept(index, curve));
  }

  @Override
  public void close() {
    index.close();
  }
}
