package dev.ehi.eval.compare;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.eval.compare.Results.Timing;
import dev.ehi.eval.curve.Crossing;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.Found;
import dev.ehi.eval.curve.Hits;
import dev.ehi.eval.curve.LeafIndex;
import dev.ehi.eval.curve.LeafSearch;
import dev.ehi.eval.lucene.SegmentIndex;
import dev.ehi.eval.metric.Metric;
import dev.ehi.lucene.EhiVectorsFormat;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Runs queries through real Lucene indexes in one thread: what a method costs in CPU time, and that
 * it finds what its curve says.
 */
final class TimedSearch {

  private static final int K = 10;

  /** The median counts; the first one warms up. */
  private static final int REPEATS = 3;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Side side;
  private final ComparisonConfig config;
  private final Progress progress;
  private final int queries;

  TimedSearch(Side side, ComparisonConfig config, Progress progress) {
    this.side = side;
    this.config = config;
    this.progress = progress;
    this.queries = Math.min(config.timedQueries(), side.queries().size());
  }

  /** Full scan in the same format: a tree of one leaf. */
  List<Timing> exact() {
    Tree single = Tree.single(side.embeddings().dim());
    LeafIndex leaves = LeafIndex.build(single, side.embeddings().documents(), 1, Progress.none());
    try (SegmentIndex index = index(single)) {
      return List.of(timing(1, index, leaves, side.corpus().size()));
    }
  }

  /**
   * At the budgets of the crossings; nothing if documents lie in several leaves, which the format
   * cannot hold.
   */
  List<Timing> leaves(Measured measured) {
    LeafIndex leaves = measured.index().orElseThrow();
    if (leaves.leavesPerDocument() > 1) {
      return List.of();
    }
    List<Timing> timings = new ArrayList<>();
    try (SegmentIndex index = index(leaves.tree())) {
      for (Crossing crossing : Summary.crossings(measured.curve(), side.exact(), config)) {
        int documents = (int) Math.round(crossing.documents() * side.corpus().size());
        timings.add(timing(crossing.fraction(), index, leaves, documents));
      }
    }
    return timings;
  }

  /** At the smallest settings that reach the fractions. */
  List<Timing> swept(SegmentIndex index, Curve curve, List<Integer> settings) {
    List<Timing> timings = new ArrayList<>();
    for (double fraction : config.fractions()) {
      for (int i = 0; i < curve.points().size(); i++) {
        if (curve.points().get(i).quality("nDCG@10") >= fraction * side.exact()) {
          Sample sample = sample(index, settings.get(i), null);
          timings.add(sample.timing(fraction, 1));
          break;
        }
      }
    }
    return timings;
  }

  private SegmentIndex index(Tree tree) {
    return SegmentIndex.build(new EhiVectorsFormat(tree), side.embeddings().documents(), progress);
  }

  /**
   * Leaves are scanned whole, so a search visits a little more than asked for; what it is asked for
   * is lowered by that surplus, so that the mean fills the budget.
   */
  private Timing timing(double fraction, SegmentIndex index, LeafIndex leaves, int documents) {
    double surplus = sample(index, K, index.visiting(documents)).visited() - documents;
    int asked = (int) Math.max(1, Math.round(documents - surplus));
    Sample sample = sample(index, K, index.visiting(asked));
    return sample.timing(fraction, agreement(sample, leaves));
  }

  private Sample sample(SegmentIndex index, int k, @Nullable KnnSearchStrategy strategy) {
    float[][] vectors = new float[queries][];
    for (int q = 0; q < queries; q++) {
      vectors[q] = side.queries().vectors().row(q);
    }
    Found[] found = new Found[queries];
    long[] cpuNanos = new long[REPEATS];
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      long start = THREADS.getCurrentThreadCpuTime();
      for (int q = 0; q < queries; q++) {
        found[q] = index.search(vectors[q], k, strategy);
      }
      cpuNanos[repeat] = THREADS.getCurrentThreadCpuTime() - start;
    }
    Arrays.sort(cpuNanos);
    return new Sample(found, cpuNanos[REPEATS / 2]);
  }

  /** The share of queries for which the index and the walk over the leaves agree on the top 10. */
  private double agreement(Sample sample, LeafIndex leaves) {
    LeafSearch search = new LeafSearch(leaves, side.corpus());
    int equal = 0;
    for (int q = 0; q < queries; q++) {
      Found found = sample.found[q];
      Hits expected =
          search.search(side.queries().vectors().row(q), Math.toIntExact(found.visited()), K);
      if (sorted(expected).equals(sorted(found.hits()))) {
        equal++;
      }
    }
    return (double) equal / queries;
  }

  private static List<Integer> sorted(Hits hits) {
    return Arrays.stream(hits.documents()).sorted().boxed().toList();
  }

  private final class Sample {
    private final Found[] found; // (queries)
    private final long cpuNanos;

    Sample(Found[] found, long cpuNanos) {
      this.found = found;
      this.cpuNanos = cpuNanos;
    }

    double visited() {
      return Arrays.stream(found).mapToLong(Found::visited).average().orElse(0);
    }

    Timing timing(double fraction, double agreement) {
      double ndcg = 0;
      double exact = 0;
      double[] exactNdcg = side.exactNdcg();
      for (int q = 0; q < queries; q++) {
        ndcg += side.judgments().values(q, found[q].hits(), List.of(Metric.NDCG_10))[0];
        exact += exactNdcg[q];
      }
      return new Timing(
          fraction,
          visited() / side.corpus().size(),
          cpuNanos / 1e6 / queries,
          ndcg / queries,
          exact / queries,
          agreement);
    }
  }
}
