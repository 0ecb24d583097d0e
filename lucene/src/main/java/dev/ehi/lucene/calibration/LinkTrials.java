package dev.ehi.lucene.calibration;

import dev.ehi.lucene.scan.BlockScan;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.scan.LeafPlan;
import dev.ehi.lucene.scan.LeafSearch;
import dev.ehi.lucene.scan.SearchedSegment;
import dev.ehi.lucene.snapshot.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;

/**
 * Searches with all budgets that go on through links, on a grid. What these find hangs on what they
 * have found before, so unlike a threshold each has to be tried.
 */
final class LinkTrials {
  private static final double STEP = Math.sqrt(2); // between numbers of documents
  private static final int MOST_DOCUMENTS = 4096; // from where on links are of no use any more
  private static final int MOST_SHARE = 8; // nor from 1 of so many documents on
  private static final double[] BEST = {.1, .2, .3, .5, .7, 1, 1.6, 2.4, 4, 6.4}; // times k

  private final Snapshot snapshot;
  private final List<SearchedSegment> segments;
  private final int k;
  private final List<Trial> trials = new ArrayList<>();

  /** A budget, and what searches with it have come to so far. */
  static final class Trial {
    private final Budget.Linked budget;
    private long found;
    private long visited;

    private Trial(Budget.Linked budget) {
      this.budget = budget;
    }

    Budget.Linked budget() {
      return budget;
    }

    /** How many of the documents were found that should be. */
    long found() {
      return found;
    }

    /** Documents visited in all searches. */
    long visited() {
      return visited;
    }
  }

  /**
   * @param segments of the snapshot
   */
  LinkTrials(Snapshot snapshot, List<SearchedSegment> segments, int k) {
    this.snapshot = snapshot;
    this.segments = segments;
    this.k = k;
    if (snapshot.tree().links().isEmpty()) {
      return;
    }
    double most = Math.min(MOST_DOCUMENTS, (double) snapshot.reader().numDocs() / MOST_SHARE);
    for (double documents = k; documents <= most; documents *= STEP) {
      int rounded = (int) Math.round(documents);
      for (int best : numbersOfBest()) {
        trials.add(new Trial(new Budget.Linked(rounded, best)));
      }
    }
  }

  private int[] numbersOfBest() {
    return IntStream.range(0, BEST.length)
        .map(i -> (int) Math.ceil(BEST[i] * k))
        .distinct()
        .toArray();
  }

  /** All of them; none if the tree has no links. */
  List<Trial> all() {
    return trials;
  }

  /**
   * Searches for a query with every budget.
   *
   * @param query // (dim)
   * @param nearest the documents to find
   */
  void search(float[] query, Set<Integer> nearest) throws IOException {
    for (Trial trial : trials) {
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
      new LeafSearch(segments, query, scans, plan, collector).run();
      for (ScoreDoc hit : collector.topDocs().scoreDocs) {
        trial.found += nearest.contains(hit.doc) ? 1 : 0;
      }
      trial.visited += collector.visitedCount();
    }
  }
}
