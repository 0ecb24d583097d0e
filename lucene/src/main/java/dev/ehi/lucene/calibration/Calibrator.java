package dev.ehi.lucene.calibration;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.leaf.LeafField;
import dev.ehi.lucene.recall.Calibration;
import dev.ehi.lucene.scan.LeafFloatVectorValues;
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
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.store.RandomAccessInput;

/**
 * Finds the cheapest budget for each recall. Every query is searched exactly once, and {@linkplain
 * StopThresholds thresholds} are computed from what that finds. Where the tree has links, the
 * budgets that go on through them are {@linkplain LinkTrials tried} besides.
 */
public final class Calibrator {
  private static final double[] RECALLS =
      DoubleStream.concat(
              IntStream.rangeClosed(10, 99).mapToDouble(percent -> percent / 100.0),
              DoubleStream.of(.995, .999))
          .toArray();

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
    StopThresholds thresholds = new StopThresholds(snapshot, queries.size(), wanted, leavesOf);
    List<Set<Integer>> nearest = new ArrayList<>(); // of each query
    try (Progress.Task task = progress.start("calibrating", queries.size(), "queries")) {
      for (int i = 0; i < queries.size(); i++) {
        stopIfInterrupted(i);
        ScoreDoc[] exact = exact(queries.row(i));
        nearest.add(Arrays.stream(exact).map(hit -> hit.doc).collect(Collectors.toSet()));
        thresholds.add(queries.row(i), exact);
        task.advance(1);
      }
    }
    return new Calibration(
        k,
        queries.size(),
        snapshot.reader().numDocs(),
        snapshot.tree().id(),
        points(thresholds, queries, nearest, progress));
  }

  /** By thresholds, and on through links where that costs less. */
  private List<Calibration.Point> points(
      StopThresholds thresholds, Vectors queries, List<Set<Integer>> nearest, Progress progress)
      throws IOException {
    List<StopThresholds.Least> plain = thresholds.least(RECALLS, queries);
    List<LinkTrials.First> firsts =
        plain.stream().map(least -> new LinkTrials.First(least.budget(), least.visited())).toList();
    LinkTrials trials = new LinkTrials(snapshot, segments, wanted, firsts);
    int[] needed = Arrays.stream(RECALLS).mapToInt(thresholds::hitsFor).toArray();
    search(trials, "following links", queries, nearest, progress);
    trials.refine(needed);
    search(trials, "refining", queries, nearest, progress);
    List<Calibration.Point> points = new ArrayList<>();
    for (int i = 0; i < RECALLS.length; i++) {
      StopThresholds.Least least = plain.get(i);
      Calibration.Point point =
          new Calibration.Point(
              RECALLS[i], least.budget(), least.budget(), least.visited(), least.visitedByBeam());
      points.add(
          trials
              .cheapest(needed[i])
              .filter(trial -> isBetter(trial, least, queries.size()))
              .map(trial -> linked(point, trial, queries.size()))
              .orElse(point));
    }
    return points;
  }

  private static boolean isBetter(LinkTrials.Trial trial, StopThresholds.Least plain, int queries) {
    return trial.cost() < plain.cost() * queries && trial.visited() <= plain.visited() * queries;
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

  /** The exact nearest documents. */
  private ScoreDoc[] exact(float[] query) throws IOException {
    TopKnnCollector collector = new TopKnnCollector(wanted, Integer.MAX_VALUE);
    for (SearchedSegment segment : segments) {
      new LeafScan(segment, query, collector).all();
    }
    return collector.topDocs().scoreDocs;
  }
}
