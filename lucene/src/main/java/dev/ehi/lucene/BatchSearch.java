package dev.ehi.lucene;

import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.scan.BlockScan;
import dev.ehi.lucene.scan.KnownScores;
import dev.ehi.lucene.scan.LeafPlan;
import dev.ehi.lucene.scan.LeavesAhead;
import dev.ehi.lucene.scan.PositionScorer;
import dev.ehi.lucene.scan.SearchScope;
import dev.ehi.lucene.scan.SearchedSegment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.store.RandomAccessInput;

/**
 * Searches many queries in one thread: routes all of them, then goes once through the leaves in the
 * order in which they lie in the file and scores each against all the queries that open it whatever
 * it looks like, and at last collects for each query in the order of its own plan. What it finds
 * and counts is what searching one query after the other does.
 */
final class BatchSearch {

  /** How many scores a thread keeps at once, or a few more: some 16 MB. */
  private static final int MAX_SCORES = 1 << 22;

  private final SnapshotSearch search;
  private final Vectors queries; // (queries, dim)

  /**
   * @param queries of length 1 // (queries, dim)
   */
  BatchSearch(SnapshotSearch search, Vectors queries) {
    this.search = search;
    this.queries = queries;
  }

  /**
   * A query that is routed, and the scores of its first leaves in each segment; none if it goes
   * alone.
   *
   * @param known how many leaves
   */
  private record Routed(float[] query, LeafPlan plan, int known, List<KnownScores> scores) {
    long size() {
      return scores.stream().mapToLong(KnownScores::size).sum();
    }
  }

  /** Searches the queries from one number to before another; the results are in their order. */
  List<SearchResult> run(int from, int to) throws IOException {
    List<SearchResult> results = new ArrayList<>(to - from);
    for (int next = from; next < to; ) {
      long start = System.nanoTime();
      List<Routed> routed = new ArrayList<>();
      for (long scores = 0; next < to && scores < MAX_SCORES; next++) {
        Routed query = route(queries.row(next));
        routed.add(query);
        scores += query.size();
      }
      computeScores(routed);
      for (Routed query : routed) {
        results.add(collect(query, start));
      }
    }
    return results;
  }

  private Routed route(float[] query) throws IOException {
    LeafPlan plan = search.plan(query);
    List<KnownScores> scores = new ArrayList<>();
    SearchScope scope = search.scope(plan);
    int known = scope.openedUnseen();
    if (!search.scoresAll(plan) && scope.documentsUnseen() <= MAX_SCORES) {
      for (SearchedSegment segment : search.segments()) {
        PositionScorer scorer = PositionScorer.scanned(segment.field(), query);
        scores.add(new KnownScores(segment, plan, known, scorer));
      }
    }
    return new Routed(query, plan, known, scores);
  }

  private void computeScores(List<Routed> routed) throws IOException {
    LeafVisits visits = new LeafVisits(search.leaves());
    for (int i = 0; i < routed.size(); i++) {
      if (!routed.get(i).scores().isEmpty()) {
        visits.add(i, routed.get(i).plan(), routed.get(i).known());
      }
    }
    List<RandomAccessInput> documents = new ArrayList<>();
    for (SearchedSegment segment : search.segments()) {
      documents.add(segment.field().documents());
    }
    KnownScores.Scratch scratch = new KnownScores.Scratch();
    LeavesAhead ahead = new LeavesAhead(search.segments(), visits.leaves());
    visits.forEachByLeaf(
        (query, rank) -> {
          ahead.reach(routed.get(query).plan().leaf(rank));
          List<KnownScores> scores = routed.get(query).scores();
          for (int s = 0; s < scores.size(); s++) {
            KnownScores known = scores.get(s);
            known.compute(rank, known.others(), documents.get(s), scratch);
          }
        });
  }

  private SearchResult collect(Routed routed, long start) throws IOException {
    if (routed.scores().isEmpty()) {
      search.prefetch(routed.plan());
      return search.collect(routed.query(), routed.plan(), search.scans(routed.query()), start);
    }
    List<BlockScan> scans = search.scans(routed.query(), routed.scores());
    return search.collect(routed.query(), routed.plan(), scans, start);
  }
}
