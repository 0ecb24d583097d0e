package dev.ehi.eval.curve;

import dev.ehi.core.progress.Progress;
import dev.ehi.eval.QuerySet;
import java.util.ArrayList;
import java.util.List;

/**
 * Curves of leaf indexes over the same embeddings. Every query is scored against all documents
 * once; each index then only says in which order it would have visited them.
 */
public final class LeafCurves {

  private final Corpus corpus;
  private final QuerySet queries;
  private final Measures measures;
  private final List<LeafIndex> indexes;
  private final List<int[]> budgets = new ArrayList<>(); // (indexes) of (points)
  private final List<CurveSums> sums = new ArrayList<>();

  private LeafCurves(Corpus corpus, QuerySet queries, List<LeafIndex> indexes, BudgetGrid grid) {
    this.corpus = corpus;
    this.queries = queries;
    this.measures = new Measures(new Judgments(queries, corpus));
    this.indexes = indexes;
    for (LeafIndex index : indexes) {
      int[] documents = grid.documents(corpus.size(), index.stored());
      budgets.add(documents);
      sums.add(new CurveSums(documents.length, queries.size()));
    }
  }

  /** The curves of the indexes, in their order. */
  public static List<Curve> compute(
      Corpus corpus,
      QuerySet queries,
      List<LeafIndex> indexes,
      BudgetGrid grid,
      int threads,
      Progress progress) {
    LeafCurves curves = new LeafCurves(corpus, queries, List.copyOf(indexes), grid);
    try (Progress.Task task = progress.start("measure curves", queries.size(), "queries")) {
      Workers.run(queries.size(), threads, curves::worker, task);
    }
    return curves.sums.stream().map(s -> s.curve(corpus.size())).toList();
  }

  private Workers.Worker worker() {
    ExactScan scan = new ExactScan(corpus);
    List<LeafWalk> walks =
        indexes.stream().map(index -> new LeafWalk(index, corpus, Measures.DEPTH)).toList();
    float[] query = new float[queries.vectors().dim()];
    return (from, to) -> {
      for (int q = from; q < to; q++) {
        queries.vectors().get(q, query);
        float[] scores = scan.scores(query);
        Hits exact = scan.top(Measures.DEPTH);
        for (int i = 0; i < walks.size(); i++) {
          walk(walks.get(i), i, q, query, scores, exact);
        }
      }
    };
  }

  private void walk(LeafWalk walk, int index, int q, float[] query, float[] scores, Hits exact) {
    int[] documents = budgets.get(index);
    walk.walk(
        query,
        scores,
        documents,
        new LeafWalk.Listener() {
          private double[] values = new double[0];

          @Override
          public void full(int budget, TopK top, double routing, boolean changed) {
            if (changed) {
              values = measures.of(q, Hits.of(top), exact);
            }
            sums.get(index).add(q, budget, values, documents[budget], routing);
          }
        });
  }
}
