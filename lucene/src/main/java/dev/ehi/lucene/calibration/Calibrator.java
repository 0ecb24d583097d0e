package dev.ehi.lucene.calibration;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.leaf.LeafField;
import dev.ehi.lucene.recall.Calibration;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.scan.LeafFloatVectorValues;
import dev.ehi.lucene.scan.LeafPlan;
import dev.ehi.lucene.scan.LeafScan;
import dev.ehi.lucene.scan.SearchedSegment;
import dev.ehi.lucene.snapshot.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.store.RandomAccessInput;

/**
 * Finds the cheapest budget for each recall. Every query is searched exactly once: a document that
 * it should find is found by all thresholds from that on which opens a leaf of the document, so the
 * threshold for a recall is a quantile of these. Where the tree has links, the budgets that go on
 * through them are {@linkplain LinkTrials tried} besides.
 */
public final class Calibrator {
  private static final double[] RECALLS =
      DoubleStream.concat(
              IntStream.rangeClosed(10, 99).mapToDouble(percent -> percent / 100.0),
              DoubleStream.of(.995, .999))
          .toArray();
  private static final StopRule[] RULES = StopRule.values();

  private final Snapshot snapshot;
  private final int k;
  private final int wanted; // hits of a query: k, or all documents if these are fewer
  private final List<int[]> leavesOf = new ArrayList<>(); // by document; empty without a vector
  private final List<SearchedSegment> segments = new ArrayList<>();

  /**
   * @throws IllegalArgumentException if k is below 1 or there are no documents
   */
  public Calibrator(Snapshot snapshot, int k) throws IOException {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, got " + k);
    }
    if (snapshot.reader().numDocs() == 0) {
      throw new IllegalArgumentException("an index without documents cannot be calibrated");
    }
    this.snapshot = snapshot;
    this.k = k;
    this.wanted = Math.min(k, snapshot.reader().numDocs());
    leavesOf.addAll(Collections.nCopies(snapshot.reader().maxDoc(), new int[0]));
    for (Snapshot.Segment segment : snapshot.segments()) {
      addLeaves(segment);
      AcceptDocs alive =
          AcceptDocs.fromLiveDocs(
              segment.context().reader().getLiveDocs(), segment.context().reader().maxDoc());
      segments.add(SearchedSegment.of(segment.leaves(), alive, segment.context().docBase));
    }
  }

  private void addLeaves(Snapshot.Segment segment) throws IOException {
    LeafField field = segment.leaves();
    LeafFloatVectorValues values = new LeafFloatVectorValues(field);
    RandomAccessInput positions = field.positions();
    for (int ordinal = 0; ordinal < field.size(); ordinal++) {
      int[] leaves = new int[field.copies()];
      for (int copy = 0; copy < leaves.length; copy++) {
        leaves[copy] = field.leafOf(field.position(positions, ordinal, copy));
      }
      leavesOf.set(segment.context().docBase + values.ordToDoc(ordinal), leaves);
    }
  }

  /**
   * Searches each query exactly.
   *
   * @param queries // (queries, dim)
   * @throws CancellationException if the thread is interrupted
   */
  public Calibration run(Vectors queries, Progress progress) throws IOException {
    if (queries.size() == 0) {
      throw new IllegalArgumentException("a calibration needs queries");
    }
    double[][] needed =
        new double[RULES.length]
            [Math.multiplyExact(queries.size(), wanted)]; // (rules, hits) by rule rising
    int hits = 0;
    List<Set<Integer>> nearest = new ArrayList<>(); // of each query
    try (Progress.Task task = progress.start("calibrating", queries.size(), "queries")) {
      for (int i = 0; i < queries.size(); i++) {
        stopIfInterrupted(i);
        ScoreDoc[] exact = exact(queries.row(i));
        nearest.add(Arrays.stream(exact).map(hit -> hit.doc).collect(Collectors.toSet()));
        hits += measure(queries.row(i), exact, needed, hits);
        task.advance(1);
      }
    }
    List<Calibration.Point> points = points(queries, needed, hits);
    return new Calibration(
        k,
        queries.size(),
        snapshot.reader().numDocs(),
        snapshot.tree().id(),
        followLinks(points, queries, nearest, hits, progress));
  }

  /** The points by thresholds. */
  private List<Calibration.Point> points(Vectors queries, double[][] needed, int hits) {
    double[][] thresholds = new double[RULES.length][];
    for (int rule = 0; rule < RULES.length; rule++) {
      thresholds[rule] = quantiles(Arrays.copyOf(needed[rule], hits));
    }
    double[][] visited = new double[RULES.length][RECALLS.length]; // sums over the queries
    for (int i = 0; i < queries.size(); i++) {
      addVisits(queries.row(i), thresholds, visited);
    }
    return points(thresholds, visited, queries.size());
  }

  /** The points, through links where that costs less. */
  private List<Calibration.Point> followLinks(
      List<Calibration.Point> points,
      Vectors queries,
      List<Set<Integer>> nearest,
      int hits,
      Progress progress)
      throws IOException {
    List<LinkTrials.First> firsts =
        points.stream()
            .map(point -> new LinkTrials.First(point.budget(), point.visited()))
            .toList();
    LinkTrials trials = new LinkTrials(snapshot, segments, wanted, firsts);
    int[] needed = Arrays.stream(RECALLS).mapToInt(recall -> hitsFor(recall, hits)).toArray();
    search(trials, "following links", queries, nearest, progress);
    trials.refine(needed);
    search(trials, "refining", queries, nearest, progress);
    List<Calibration.Point> best = new ArrayList<>();
    for (int i = 0; i < RECALLS.length; i++) {
      Calibration.Point plain = points.get(i);
      best.add(
          trials
              .cheapest(needed[i])
              .filter(trial -> trial.cost() < plain.visited() * queries.size())
              .map(trial -> linked(plain, trial, queries.size()))
              .orElse(plain));
    }
    return best;
  }

  private static Calibration.Point linked(
      Calibration.Point plain, LinkTrials.Trial trial, int queries) {
    return new Calibration.Point(
        plain.recall(),
        trial.budget(),
        plain.withoutLinks(),
        (double) trial.visited() / queries,
        plain.visitedByBeam());
  }

  private static void search(
      LinkTrials trials,
      String name,
      Vectors queries,
      List<Set<Integer>> nearest,
      Progress progress)
      throws IOException {
    if (!trials.areOpen()) {
      return;
    }
    try (Progress.Task task = progress.start(name, queries.size(), "queries")) {
      for (int i = 0; i < queries.size(); i++) {
        stopIfInterrupted(i);
        trials.search(queries.row(i), nearest.get(i));
        task.advance(1);
      }
    }
  }

  private static void stopIfInterrupted(int queries) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted after %d queries".formatted(queries));
    }
  }

  /** What each rule needs to find the nearest documents of a query; returns their number. */
  private int measure(float[] query, ScoreDoc[] nearest, double[][] needed, int from) {
    List<int[]> missing =
        Arrays.stream(nearest)
            .map(hit -> leavesOf.get(hit.doc))
            .collect(Collectors.toCollection(ArrayList::new));
    int hits = missing.size();
    LeafWalk walk = walk(query);
    while (!missing.isEmpty() && walk.next()) {
      int before = hits - missing.size();
      missing.removeIf(leaves -> contains(leaves, walk.leaf()));
      int now = hits - missing.size();
      for (int rule = 0; rule < RULES.length && now > before; rule++) {
        Arrays.fill(needed[rule], from + before, from + now, needed(RULES[rule], walk));
      }
    }
    return hits - missing.size();
  }

  /** The exact nearest documents. */
  private ScoreDoc[] exact(float[] query) throws IOException {
    TopKnnCollector collector = new TopKnnCollector(wanted, Integer.MAX_VALUE);
    for (SearchedSegment segment : segments) {
      new LeafScan(segment, query, collector).all();
    }
    return collector.topDocs().scoreDocs;
  }

  private LeafWalk walk(float[] query) {
    LeafPlan plan =
        new LeafPlan(
            snapshot.tree(),
            VectorSimilarityFunction.DOT_PRODUCT,
            query,
            new Budget.Beam(1),
            snapshot::leafSize);
    return new LeafWalk(plan, snapshot::leafSize);
  }

  /** Leaves are opened anyway until there are as many documents as are wanted. */
  private double needed(StopRule rule, LeafWalk at) {
    return at.documentsBefore() < wanted ? 0 : rule.needed(at);
  }

  private static boolean contains(int[] leaves, int leaf) {
    for (int held : leaves) {
      if (held == leaf) {
        return true;
      }
    }
    return false;
  }

  /** The lowest thresholds that find the shares {@link #RECALLS}. // (recalls) */
  private static double[] quantiles(double[] needed) {
    Arrays.sort(needed);
    return Arrays.stream(RECALLS)
        .map(recall -> needed[hitsFor(recall, needed.length) - 1])
        .toArray();
  }

  /** How many of the hits make a recall. */
  private static int hitsFor(double recall, int hits) {
    return (int) Math.ceil(recall * hits - 1e-9);
  }

  private void addVisits(float[] query, double[][] thresholds, double[][] visited) {
    int[] level = new int[RULES.length]; // the first not yet passed
    LeafWalk walk = walk(query);
    int open = RULES.length;
    while (open > 0 && walk.next()) {
      open = 0;
      for (int rule = 0; rule < RULES.length; rule++) {
        double needed = needed(RULES[rule], walk);
        while (level[rule] < RECALLS.length && thresholds[rule][level[rule]] < needed) {
          visited[rule][level[rule]++] += walk.documentsBefore();
        }
        open += level[rule] < RECALLS.length ? 1 : 0;
      }
    }
    for (int rule = 0; rule < RULES.length; rule++) {
      for (int i = level[rule]; i < RECALLS.length; i++) {
        visited[rule][i] += walk.documentsBefore(); // all
      }
    }
  }

  private static List<Calibration.Point> points(
      double[][] thresholds, double[][] visited, int queries) {
    List<Calibration.Point> points = new ArrayList<>();
    for (int i = 0; i < RECALLS.length; i++) {
      int best = 0;
      for (int rule = 1; rule < RULES.length; rule++) {
        boolean possible = Double.isFinite(thresholds[rule][i]);
        best = possible && visited[rule][i] < visited[best][i] ? rule : best;
      }
      Budget budget = RULES[best].budget(thresholds[best][i]);
      points.add(
          new Calibration.Point(
              RECALLS[i],
              budget,
              budget,
              visited[best][i] / queries,
              visited[StopRule.BEAM.ordinal()][i] / queries));
    }
    return points;
  }
}
