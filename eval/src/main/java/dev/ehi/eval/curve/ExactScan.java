package dev.ehi.eval.curve;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.eval.QuerySet;
import java.util.Arrays;
import java.util.List;

/** Scores a query against all documents: the oracle of every other method. One per thread. */
public final class ExactScan {

  private final Corpus corpus;
  private final DotProduct kernel = DotProduct.best();
  private final float[] scores; // (documents)

  public ExactScan(Corpus corpus) {
    this.corpus = corpus;
    this.scores = new float[corpus.size()];
  }

  /**
   * The scores by ordinal, valid until the next call. // (documents)
   *
   * @param query // (dim)
   */
  float[] scores(float[] query) {
    kernel.rows(corpus.vectors().segment(), 0, corpus.size(), query, scores);
    return scores;
  }

  /** The best of the last scores. */
  Hits top(int k) {
    TopK top = corpus.top(k);
    for (int document = 0; document < scores.length; document++) {
      top.offer(document, scores[document]);
    }
    return Hits.of(top);
  }

  /** The k nearest documents of a query. // (dim) */
  public Hits search(float[] query, int k) {
    scores(query);
    return top(k);
  }

  /** The k nearest documents of every query, in the order of the queries. */
  public static List<Hits> all(
      Corpus corpus, QuerySet queries, int k, int threads, Progress progress) {
    Hits[] hits = new Hits[queries.size()];
    try (Progress.Task task = progress.start("exact search", queries.size(), "queries")) {
      Workers.run(
          queries.size(),
          threads,
          () -> {
            ExactScan scan = new ExactScan(corpus);
            float[] query = new float[queries.vectors().dim()];
            return (from, to) -> {
              for (int q = from; q < to; q++) {
                queries.vectors().get(q, query);
                hits[q] = scan.search(query, k);
              }
            };
          },
          task);
    }
    return Arrays.asList(hits);
  }
}
