package dev.ehi.lucene.calibration;

import dev.ehi.lucene.scan.BlockScan;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.scan.LeafPlan;
import dev.ehi.lucene.scan.LeafSearch;
import dev.ehi.lucene.scan.SearchedSegment;
import dev.ehi.lucene.snapshot.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;

/**
 * Searches with budgets that go on through links, on a grid that is made finer where it matters.
 * What these find hangs on what they have found before, so unlike a threshold each has to be tried.
 */
final class LinkTrials {
  private static final double STEP = Math.sqrt(2); // between documents that are visited first
  private static final int MOST_DOCUMENTS = 4096; // from where on links are of no use any more
  private static final int MOST_SHARE = 8; // nor from 1 of so many documents on
  private static final int FINER = 4; // steps in place of one
  private static final double[] BEST = {
    .1, .2, .3, .5, .7, 1, 1.6, 2.4, 4, 6.4, 12.8, 25.6
  }; // times k
  private static final double ALWAYS_BEST = 12.8; // times k, in the smallest index
  private static final int MOST_BEST_SHARE = 512; // beyond these, at most one in so many documents

  private final Snapshot snapshot;
  private final List<SearchedSegment> segments;
  private final int k;
  private final List<First> firsts;
  private final int[] grid; // numbers of these, rising
  private final Map<Budget, Trial> done = new LinkedHashMap<>();
  private final Map<Budget, Trial> trials = new LinkedHashMap<>(); // that searches go to

  /**
   * A budget to begin with.
   *
   * @param visited how many documents it visits by itself, on average
   */
  record First(Budget budget, double visited) {}

  /** A budget, and what searches with it have come to so far. */
  static final class Trial {
    private final int first; // its number
    private final int best;
    private final Budget.Linked budget;
    private long found;
    private long visited;
    private double routing; // and looks at leaves, in dot products

    private Trial(int first, int best, Budget.Linked budget) {
      this.first = first;
      this.best = best;
      this.budget = budget;
    }

    Budget.Linked budget() {
      return budget;
    }

    /** Documents visited in all searches. */
    long visited() {
      return visited;
    }

    /** Of all searches, in documents visited and dot products of routing and looks at leaves. */
    double cost() {
      return visited + routing;
    }
  }

  /**
   * @param segments of the snapshot
   * @param firsts by rising recall
   */
  LinkTrials(Snapshot snapshot, List<SearchedSegment> segments, int k, List<First> firsts) {
    this.snapshot = snapshot;
    this.segments = segments;
    this.k = k;
    this.firsts = firsts;
    this.grid = snapshot.tree().links().isEmpty() ? new int[0] : grid();
    for (int first : grid) {
      for (int best : numbersOfBest()) {
        add(first, best);
      }
    }
  }

  private int[] grid() {
    double most = Math.min(MOST_DOCUMENTS, (double) snapshot.reader().numDocs() / MOST_SHARE);
    IntStream.Builder grid = IntStream.builder();
    double next = 0;
    for (int i = 0; i < firsts.size() && firsts.get(i).visited() <= most; i++) {
      if (firsts.get(i).visited() >= next) {
        grid.add(i);
        next = firsts.get(i).visited() * STEP;
      }
    }
    return grid.build().toArray();
  }

  private int[] numbersOfBest() {
    double most = Math.max(ALWAYS_BEST * k, (double) snapshot.reader().numDocs() / MOST_BEST_SHARE);
    return Arrays.stream(BEST)
        .map(times -> times * k)
        .filter(best -> best <= most)
        .mapToInt(best -> (int) Math.ceil(best))
        .distinct()
        .toArray();
  }

  private void add(int first, int best) {
    Budget.Linked budget = new Budget.Linked(firsts.get(first).budget(), best);
    if (!done.containsKey(budget)) {
      trials.computeIfAbsent(budget, _ -> new Trial(first, best, budget));
    }
  }

  /** Whether there is something to search with. */
  boolean areOpen() {
    return !trials.isEmpty();
  }

  /** The budget that cost least of those that found so many of the documents. */
  Optional<Trial> cheapest(int found) {
    return Stream.concat(done.values().stream(), trials.values().stream())
        .filter(trial -> trial.found >= found)
        .min(Comparator.comparingDouble(Trial::cost));
  }

  /**
   * Goes on to budgets between the cheapest ones and those below them on the grid.
   *
   * @param found how many of the documents are to be found, each by a budget of its own
   */
  void refine(int[] found) {
    List<Trial> cheapest =
        Arrays.stream(found).mapToObj(this::cheapest).flatMap(Optional::stream).distinct().toList();
    done.putAll(trials);
    trials.clear();
    for (Trial trial : cheapest) {
      int below = Arrays.stream(grid).filter(first -> first < trial.first).max().orElse(0);
      for (int best : finerBest(trial.best)) {
        for (int step = 0; step < FINER; step++) {
          add(trial.first - step * (trial.first - below) / FINER, best);
        }
      }
    }
  }

  /** A number of best documents, and one halfway to the next lower one of the grid. */
  private int[] finerBest(int best) {
    int below = Arrays.stream(numbersOfBest()).filter(number -> number < best).max().orElse(0);
    return IntStream.of(best, (best + below + 1) / 2).distinct().toArray();
  }

  /**
   * Searches for a query with every budget of the grid, or that it was refined by.
   *
   * @param query // (dim)
   * @param nearest the documents to find
   */
  void search(float[] query, Set<Integer> nearest) throws IOException {
    for (Trial trial : trials.values()) {
      LeafPlan plan =
          new LeafPlan(
              snapshot.tree(),
              VectorSimilarityFunction.DOT_PRODUCT,
              query,
              trial.budget,
              snapshot::leafSize);
      List<BlockScan> scans = new ArrayList<>();
      for (SearchedSegment segment : segments) {
        scans.add(BlockScan.of(segment.field(), query));
      }
      TopKnnCollector collector = new TopKnnCollector(k, Integer.MAX_VALUE);
      LeafSearch search = new LeafSearch(segments, query, scans, plan, collector);
      search.run();
      for (ScoreDoc hit : collector.topDocs().scoreDocs) {
        trial.found += nearest.contains(hit.doc) ? 1 : 0;
      }
      trial.visited += collector.visitedCount();
      trial.routing += plan.cost() + search.lookCost();
    }
  }
}
