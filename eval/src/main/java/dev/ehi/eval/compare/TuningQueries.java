package dev.ehi.eval.compare;

import dev.ehi.eval.Embeddings;
import dev.ehi.eval.QuerySet;
import dev.ehi.eval.curve.Crossing;
import dev.ehi.eval.curve.Curve;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What settings are chosen by: the dev queries, and the cost that counts on them. */
final class TuningQueries {

  /** Of the exact nDCG@10; the candidate that reaches it at the least total cost is taken. */
  static final double FRACTION = .98;

  private TuningQueries() {}

  /**
   * At most so many of the dev queries as the configuration says; without dev queries of the test
   * queries, which favours what is tuned.
   */
  static QuerySet of(Embeddings embeddings, ComparisonConfig config) {
    QuerySet queries = embeddings.dev().orElse(embeddings.test());
    if (queries.size() <= config.tuningQueries()) {
      return queries;
    }
    int[] all = IntStream.range(0, queries.size()).toArray();
    SplittableRandom random = new SplittableRandom(config.seed());
    for (int i = 0; i < config.tuningQueries(); i++) {
      int j = random.nextInt(i, all.length);
      int swap = all[i];
      all[i] = all[j];
      all[j] = swap;
    }
    int[] chosen = IntStream.of(all).limit(config.tuningQueries()).sorted().toArray();
    List<String> ids = IntStream.of(chosen).mapToObj(queries.ids()::get).toList();
    return new QuerySet(queries.name(), ids, queries.vectors().gather(chosen), queries.qrels());
  }

  /**
   * The index of the cheapest curve, the first of equals; the first of all if none gets there.
   *
   * @param exact mean nDCG@10 of exact search on the same queries
   */
  static int cheapest(List<Curve> curves, double exact) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < curves.size(); i++) {
      double cost = curves.get(i).crossing(FRACTION, exact).map(Crossing::total).orElse(least);
      if (cost < least) {
        best = i;
        least = cost;
      }
    }
    return best;
  }
}
