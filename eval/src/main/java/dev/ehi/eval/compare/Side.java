package dev.ehi.eval.compare;

import dev.ehi.core.progress.Progress;
import dev.ehi.eval.Embeddings;
import dev.ehi.eval.QuerySet;
import dev.ehi.eval.compare.Results.Encoder;
import dev.ehi.eval.curve.Corpus;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.ExactScan;
import dev.ehi.eval.curve.Hits;
import dev.ehi.eval.curve.Judgments;
import dev.ehi.eval.curve.SweptCurve;
import dev.ehi.eval.metric.Metric;
import dev.ehi.eval.stats.Bootstrap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One encoder's embeddings with the exact results that everything on them is held against. */
final class Side {

  /** Ranks that the metrics of exact search need. */
  static final int DEPTH = Metric.standard().stream().mapToInt(Metric::depth).max().orElseThrow();

  private static final int RESAMPLES = 1000;

  private final Embeddings embeddings;
  private final Corpus corpus;
  private final Judgments judgments;
  private final Encoder encoder;
  private final List<Hits> exactHits;
  private final Curve exactCurve;

  private Side(
      Embeddings embeddings,
      Corpus corpus,
      Judgments judgments,
      Encoder encoder,
      List<Hits> exactHits,
      Curve exactCurve) {
    this.embeddings = embeddings;
    this.corpus = corpus;
    this.judgments = judgments;
    this.encoder = encoder;
    this.exactHits = exactHits;
    this.exactCurve = exactCurve;
  }

  /**
   * @param training how the encoder was trained, as it is to be recorded
   * @param course what its training found on its way
   */
  static Side of(
      Embeddings embeddings,
      Map<String, String> training,
      Optional<Results.Course> course,
      ComparisonConfig config,
      Progress progress) {
    Corpus corpus = new Corpus(embeddings);
    QuerySet queries = embeddings.test();
    Judgments judgments = new Judgments(queries, corpus);
    List<Metric> metrics = Metric.standard();
    List<Hits> hits = ExactScan.all(corpus, queries, DEPTH, config.threads(), progress);
    double[] sums = new double[metrics.size()];
    for (int q = 0; q < queries.size(); q++) {
      double[] values = judgments.values(q, hits.get(q), metrics);
      for (int m = 0; m < sums.length; m++) {
        sums[m] += values[m];
      }
    }
    Map<String, Double> exact = new LinkedHashMap<>();
    for (int m = 0; m < sums.length; m++) {
      exact.put(metrics.get(m).label(), sums[m] / queries.size());
    }
    Curve curve = SweptCurve.exact(corpus, judgments, hits);
    Bootstrap.Interval interval = new Bootstrap(RESAMPLES, config.seed()).ofMean(curve.perQuery(0));
    Encoder encoder =
        new Encoder(embeddings.name(), exact, interval.low(), interval.high(), training, course);
    return new Side(embeddings, corpus, judgments, encoder, hits, curve);
  }

  Embeddings embeddings() {
    return embeddings;
  }

  QuerySet queries() {
    return embeddings.test();
  }

  Corpus corpus() {
    return corpus;
  }

  Judgments judgments() {
    return judgments;
  }

  Encoder encoder() {
    return encoder;
  }

  /** Mean nDCG@10 of exact search. */
  double exact() {
    return encoder.exact().getOrDefault(Metric.NDCG_10.label(), 0.0);
  }

  /** nDCG@10 of exact search, one a query. // (queries) */
  double[] exactNdcg() {
    return exactCurve.perQuery(0);
  }

  /** The exact results of each query, {@link #DEPTH} deep. */
  List<Hits> exactHits() {
    return exactHits;
  }

  Curve exactCurve() {
    return exactCurve;
  }
}
