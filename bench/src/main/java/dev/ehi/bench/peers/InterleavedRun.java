package dev.ehi.bench.peers;

import dev.ehi.core.progress.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Measures candidates of all methods side by side: in each round every stretch of queries goes to
 * all of them, in an order that is shuffled for each stretch, so that other load on the machine
 * strikes all alike. In long stretches a candidate finds in the caches what it left there; in
 * stretches of one query it finds what all others have left.
 */
final class InterleavedRun {

  private final QualityScorer scorer;
  private final int queries;
  private final int rounds;
  private final int stretch; // queries
  private final long seed;
  private final Progress progress;

  /**
   * @param rounds that are timed, after one that is scored and warms up
   * @param stretch how many queries a candidate answers in a row
   */
  InterleavedRun(
      QualityScorer scorer, int queries, int rounds, int stretch, long seed, Progress progress) {
    this.scorer = scorer;
    this.queries = queries;
    this.rounds = rounds;
    this.stretch = stretch;
    this.seed = seed;
    this.progress = progress;
  }

  /** A point for each candidate, in their order. */
  List<Point> measure(List<Candidate> candidates) throws IOException {
    List<Samples> samples =
        candidates.stream().map(c -> new Samples(c, scorer, rounds * queries)).toList();
    Random random = new Random(seed);
    List<Samples> order = new ArrayList<>(samples);
    try (Progress.Task task =
        progress.start("measuring", (long) (rounds + 1) * queries, "queries")) {
      for (int round = 0; round <= rounds; round++) {
        for (int first = 0; first < queries; first += stretch) {
          int end = Math.min(first + stretch, queries);
          Collections.shuffle(order, random);
          for (Samples sample : order) {
            ask(sample, first, end, round);
          }
          task.advance(end - first);
        }
      }
    }
    return samples.stream().map(Samples::point).toList();
  }

  private static void ask(Samples sample, int first, int end, int round) throws IOException {
    for (int query = first; query < end; query++) {
      Answer answer = sample.candidate().setting().search().answer(query);
      if (round == 0) {
        sample.score(query, answer);
      } else {
        sample.time(answer);
      }
    }
  }
}
