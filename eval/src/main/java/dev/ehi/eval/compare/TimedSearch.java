package dev.ehi.eval.compare;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.eval.compare.Results.Through;
import dev.ehi.eval.compare.Results.Timing;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.Found;
import dev.ehi.eval.curve.Hits;
import dev.ehi.eval.curve.LeafIndex;
import dev.ehi.eval.curve.LeafPolicy;
import dev.ehi.eval.curve.LeafSearch;
import dev.ehi.eval.curve.Stop;
import dev.ehi.eval.lucene.SegmentIndex;
import dev.ehi.eval.metric.Metric;
import dev.ehi.lucene.format.EhiVectorsFormat;
import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.scan.Budget;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs queries in one thread through Lucene indexes, and through leaves in memory: what a method
 * costs in CPU time, and that it finds what its curve says. Memory holds every leaf policy, Lucene
 * those that need not know all leaves to stop.
 */
final class TimedSearch {

  /** Documents that a timed search returns. */
  static final int K = 10;

  /** The median counts. */
  private static final int REPEATS = 3;

  /**
   * So often each query is searched before the clock starts, so that all methods find their code
   * compiled, but not for longer than {@link #WARM_UP_NANOS}.
   */
  private static final int WARM_UPS = 10;

  private static final long WARM_UP_NANOS = 300_000_000;

  private static final double ROUNDING = 1e-9;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Side side;
  private final ComparisonConfig config;
  private final Progress progress;
  private final int queries;

  /** One search for the top 10. */
  interface Search {
    Found search(float[] query);
  }

  TimedSearch(Side side, ComparisonConfig config, Progress progress) {
    this.side = side;
    this.config = config;
    this.progress = progress;
    this.queries = Math.min(config.timedQueries(), side.queries().size());
  }

  /** Full scan: a tree of one leaf. */
  List<Timing> exact() {
    Tree single = Tree.single(side.embeddings().dim());
    LeafPolicy policy =
        LeafPolicy.documents(
            LeafIndex.build(single, side.embeddings().documents(), 1, Progress.none()));
    try (SegmentIndex index = index(policy.index())) {
      return List.of(
          lucene(1, index, policy, side.corpus().size()), memory(1, policy, side.exactCurve(), 0));
    }
  }

  /** At the costs of the crossings. */
  List<Timing> leaves(Measured measured) {
    Curve curve = measured.curve();
    List<Timing> lucene = new ArrayList<>();
    List<Timing> memory = new ArrayList<>();
    try (SegmentIndex index = index(measured.index().orElseThrow())) {
      for (double fraction : config.fractions()) {
        OptionalInt reached = curve.reaching(fraction, side.exact());
        if (reached.isPresent()) {
          int point = reached.getAsInt();
          LeafPolicy policy = measured.policy(point).orElseThrow();
          lucene(fraction, index, measured, point).ifPresent(lucene::add);
          memory.add(memory(fraction, policy, curve, point));
        }
      }
    }
    return Stream.concat(lucene.stream(), memory.stream()).toList();
  }

  /** Interpolated as the cost of the fraction is, but not between two rules. */
  private int documents(double fraction, Measured measured, int point) {
    List<Integer> parts = measured.spliced().parts();
    boolean within = point == 0 || parts.get(point - 1).equals(parts.get(point));
    double share =
        within
            ? measured.curve().crossing(fraction, side.exact()).orElseThrow().documents()
            : measured.curve().points().get(point).documents();
    return (int) Math.round(share * side.corpus().size());
  }

  /** Nothing where Lucene does not know the rule. */
  private Optional<Timing> lucene(
      double fraction, SegmentIndex index, Measured measured, int point) {
    LeafPolicy policy = measured.policy(point).orElseThrow();
    double level = measured.curve().level(point);
    return switch (policy.stop()) {
      case Stop.Documents _ ->
          Optional.of(lucene(fraction, index, policy, documents(fraction, measured, point)));
      case Stop.Gap _ ->
          Optional.of(adaptive(fraction, index, policy, level, new Budget.Gap(level)));
      case Stop.Surprisal(double temperature) when temperature == 1 ->
          Optional.of(adaptive(fraction, index, policy, level, new Budget.Surprisal(level)));
      case Stop.Adaptive _ -> Optional.empty();
    };
  }

  private Timing adaptive(
      double fraction, SegmentIndex index, LeafPolicy policy, double nats, Budget budget) {
    var strategy = index.spending(budget);
    Sample sample = new Sample(query -> index.search(query, K, strategy));
    LeafSearch expected = new LeafSearch(policy, side.corpus());
    return sample.timing(
        fraction,
        Through.LUCENE,
        policy.stop().at(nats),
        sample.share(
            q -> {
              Hits hits = expected.search(query(q), nats, K).hits();
              return sorted(hits).equals(sorted(sample.found[q].hits()));
            }));
  }

  /**
   * At the first points that reach the fractions.
   *
   * @param label of a point's setting
   * @param search through Lucene with a point's setting
   */
  List<Timing> swept(Curve curve, IntFunction<String> label, IntFunction<Search> search) {
    List<Timing> timings = new ArrayList<>();
    for (double fraction : config.fractions()) {
      OptionalInt reached = curve.reaching(fraction, side.exact());
      if (reached.isPresent()) {
        int point = reached.getAsInt();
        Sample sample = new Sample(search.apply(point));
        timings.add(
            sample.timing(
                fraction,
                Through.LUCENE,
                label.apply(point),
                sample.agreement(curve.perQuery(point))));
      }
    }
    return timings;
  }

  private SegmentIndex index(LeafIndex leaves) {
    LeafLayout layout = new LeafLayout(LeafEncoding.FLOAT32, leaves.leavesPerDocument());
    return SegmentIndex.build(
        new EhiVectorsFormat(leaves.tree(), layout), side.embeddings().documents(), progress);
  }

  /**
   * Leaves are scanned whole, so a search visits a little more than asked for; what it is asked for
   * is lowered by that surplus, so that the mean fills the budget.
   */
  private Timing lucene(double fraction, SegmentIndex index, LeafPolicy policy, int documents) {
    double surplus = lucene(index, documents).visited() - documents;
    int asked = (int) Math.max(1, Math.round(documents - surplus));
    Sample sample = lucene(index, asked);
    LeafSearch expected = new LeafSearch(policy, side.corpus());
    double agreement =
        sample.share(
            q -> {
              Found found = sample.found[q];
              Hits hits = expected.search(query(q), found.visited(), K).hits();
              return sorted(hits).equals(sorted(found.hits()));
            });
    return sample.timing(fraction, Through.LUCENE, policy.stop().at(asked), agreement);
  }

  private Sample lucene(SegmentIndex index, int documents) {
    var strategy = index.spending(new Budget.Documents(documents));
    return new Sample(query -> index.search(query, K, strategy));
  }

  private Timing memory(double fraction, LeafPolicy policy, Curve curve, int point) {
    LeafSearch search = new LeafSearch(policy, side.corpus());
    double level = curve.level(point);
    Sample sample = new Sample(query -> search.search(query, level, K));
    return sample.timing(
        fraction, Through.MEMORY, policy.stop().at(level), sample.agreement(curve.perQuery(point)));
  }

  private float[] query(int q) {
    return side.queries().vectors().row(q);
  }

  private static List<Integer> sorted(Hits hits) {
    return Arrays.stream(hits.documents()).sorted().boxed().toList();
  }

  /** All timed queries, searched one after the other. */
  private final class Sample {
    private final Found[] found = new Found[queries];
    private final double[] ndcg = new double[queries];
    private final long cpuNanos;

    Sample(Search search) {
      float[][] vectors =
          IntStream.range(0, queries).mapToObj(TimedSearch.this::query).toArray(float[][]::new);
      warmUp(search, vectors);
      long[] repeats = new long[REPEATS];
      for (int repeat = 0; repeat < REPEATS; repeat++) {
        long start = THREADS.getCurrentThreadCpuTime();
        for (int q = 0; q < queries; q++) {
          found[q] = search.search(vectors[q]);
        }
        repeats[repeat] = THREADS.getCurrentThreadCpuTime() - start;
      }
      Arrays.sort(repeats);
      cpuNanos = repeats[REPEATS / 2];
      for (int q = 0; q < queries; q++) {
        ndcg[q] = side.judgments().values(q, found[q].hits(), List.of(Metric.NDCG_10))[0];
      }
    }

    private static void warmUp(Search search, float[][] vectors) {
      long start = System.nanoTime();
      int most = WARM_UPS * vectors.length;
      for (int i = 0; i < most && System.nanoTime() - start < WARM_UP_NANOS; i++) {
        search.search(vectors[i % vectors.length]);
      }
    }

    double visited() {
      return Arrays.stream(found).mapToLong(Found::visited).average().orElse(0);
    }

    double share(IntPredicate holds) {
      return (double) IntStream.range(0, queries).filter(holds).count() / queries;
    }

    /** The share of queries with the nDCG@10 of a curve's point. */
    double agreement(double[] expected) {
      return share(q -> Math.abs(ndcg[q] - expected[q]) < ROUNDING);
    }

    Timing timing(double fraction, Through through, String setting, double agreement) {
      return new Timing(
          fraction,
          through,
          setting,
          visited() / side.corpus().size(),
          cpuNanos / 1e6 / queries,
          Arrays.stream(ndcg).average().orElse(0),
          Arrays.stream(side.exactNdcg()).limit(queries).average().orElse(0),
          agreement);
    }
  }
}
