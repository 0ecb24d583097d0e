package dev.ehi.eval.compare;

import dev.ehi.core.progress.Progress;
import dev.ehi.eval.Embeddings;
import dev.ehi.eval.QuerySet;
import dev.ehi.eval.curve.ExactScan;
import dev.ehi.eval.curve.Hits;
import dev.ehi.eval.curve.Judgments;
import dev.ehi.eval.curve.Measures;
import dev.ehi.eval.curve.SweptCurve;
import dev.ehi.eval.metric.Metric;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What settings are chosen by: the dev queries, and what exact search finds for them. */
final class TuningQueries {

  private final QuerySet queries;
  private final Judgments judgments;
  private final List<Hits> exactHits;
  private final double exact;

  TuningQueries(Side side, ComparisonConfig config, Progress progress) {
    queries = drawn(side.embeddings(), config);
    judgments = new Judgments(queries, side.corpus());
    exactHits = ExactScan.all(side.corpus(), queries, Side.DEPTH, config.threads(), progress);
    exact =
        SweptCurve.exact(side.corpus(), judgments, exactHits)
            .points()
            .getFirst()
            .quality(Metric.NDCG_10.label());
  }

  /**
   * At most so many of the dev queries as the configuration says; without dev queries of the test
   * queries, which favours what is tuned.
   */
  private static QuerySet drawn(Embeddings embeddings, ComparisonConfig config) {
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

  QuerySet queries() {
    return queries;
  }

  String name() {
    return queries.name();
  }

  /** What is measured of a candidate. */
  Measures measures() {
    return Measures.primary(judgments);
  }

  /** The exact results of each query, {@link Side#DEPTH} deep. */
  List<Hits> exactHits() {
    return exactHits;
  }

  /** Mean nDCG@10 of exact search. */
  double exact() {
    return exact;
  }
}
