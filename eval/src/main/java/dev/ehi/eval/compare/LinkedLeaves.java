package dev.ehi.eval.compare;

import dev.ehi.core.progress.Progress;
import dev.ehi.eval.compare.Results.Kind;
import dev.ehi.eval.compare.Results.Timing;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.LeafIndex;
import dev.ehi.eval.curve.LinkedSearch;
import dev.ehi.eval.curve.SweptCurve;
import dev.ehi.eval.lucene.SegmentIndex;
import dev.ehi.lucene.format.EhiVectorsFormat;
import dev.ehi.lucene.scan.Budget;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.lucene.search.knn.KnnSearchStrategy;

/**
 * Tunes and measures searches that go on through the links between leaves. The parameter is the
 * number of documents visited before; what is tuned is of how many a search goes on from one.
 */
final class LinkedLeaves {

  private static final List<Double> SHARES = List.of(.05, .1, .15, .25);
  private static final int FEWEST = 8; // documents
  private static final double STEP = Math.sqrt(2);

  private final Side side;
  private final ComparisonConfig config;
  private final Progress progress;
  private final Sweeps sweeps;

  LinkedLeaves(Side side, ComparisonConfig config, Progress progress) {
    this.side = side;
    this.config = config;
    this.progress = progress;
    this.sweeps = new Sweeps(side, config, progress);
  }

  /**
   * Measures the best of those indexes that have each document in one leaf, and leaves that are
   * linked; nothing if there is none.
   */
  Optional<Measured> measure(String name, Kind kind, List<LeafIndex> all, TimedSearch timer) {
    List<Linked> ways =
        all.stream()
            .filter(LinkedSearch::isPossible)
            .flatMap(index -> SHARES.stream().map(share -> new Linked(index, share)))
            .toList();
    return ways.isEmpty() ? Optional.empty() : Optional.of(best(name, kind, ways, timer));
  }

  private Measured best(String name, Kind kind, List<Linked> ways, TimedSearch timer) {
    Sweeps.Tuned tuned = sweeps.tune(ways.stream().map(this::swept).toList());
    Linked chosen = ways.get(tuned.best());
    Curve curve = sweeps.measure(swept(chosen));
    Map<String, String> settings = new LinkedHashMap<>(chosen.settings());
    settings.put("tuned on", tuned.queries());
    return new Measured(
        name,
        kind,
        side,
        settings,
        curve,
        Optional.empty(),
        tuned.candidates(),
        timings(chosen, curve, timer));
  }

  /**
   * A way to follow links.
   *
   * @param share of the documents visited before that is gone on from
   */
  private record Linked(LeafIndex index, double share) {

    int best(int documents) {
      return (int) Math.ceil(share * documents);
    }

    Map<String, String> settings() {
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put("leaves", String.valueOf(index.leaves()));
      settings.put("leaves per document", String.valueOf(index.leavesPerDocument()));
      settings.put(
          "goes on from",
          String.format(Locale.ROOT, "the best %.0f %% of what was visited", 100 * share));
      return settings;
    }

    SweptCurve.Method search(Side side) {
      LinkedSearch search = new LinkedSearch(index, side.corpus());
      return (query, documents) -> search.search(query, documents, best(documents), Side.DEPTH);
    }
  }

  private Sweeps.Swept swept(Linked linked) {
    int size = side.corpus().size();
    List<Integer> documents =
        IntStream.iterate(0, i -> FEWEST * Math.pow(STEP, i) < size, i -> i + 1)
            .mapToObj(i -> (int) Math.round(FEWEST * Math.pow(STEP, i)))
            .toList();
    return new Sweeps.Swept(
        linked.settings(),
        () -> linked.search(side),
        documents.isEmpty() ? List.of(size) : documents);
  }

  private List<Timing> timings(Linked linked, Curve curve, TimedSearch timer) {
    try (SegmentIndex lucene =
        SegmentIndex.build(
            new EhiVectorsFormat(linked.index().tree()), side.embeddings().documents(), progress)) {
      return timer.swept(
          curve,
          documents -> documents + " documents, on from " + linked.best(documents),
          documents -> {
            KnnSearchStrategy strategy =
                lucene.spending(new Budget.Linked(documents, linked.best(documents)));
            return query -> lucene.search(query, TimedSearch.K, strategy);
          });
    }
  }
}
