package dev.ehi.eval.curve;

import dev.ehi.core.progress.Progress;
import dev.ehi.eval.QuerySet;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Curves of leaf policies over the same embeddings. Every query is scored against all documents
 * once; each index then only says in which order it would have visited them, and each policy on it
 * where it would have stopped.
 */
public final class LeafCurves {

  private final Corpus corpus;
  private final QuerySet queries;
  private final Measures measures;
  private final List<StopPoints> stops = new ArrayList<>(); // (policies)
  private final List<CurveSums> sums = new ArrayList<>(); // (policies)
  private final Map<LeafIndex, List<Integer>> policiesOf = new IdentityHashMap<>();
  private final Set<LeafIndex> indexes = new LinkedHashSet<>();

  private LeafCurves(
      Corpus corpus,
      QuerySet queries,
      Measures measures,
      List<LeafPolicy> policies,
      BudgetGrid grid) {
    this.corpus = corpus;
    this.queries = queries;
    this.measures = measures;
    for (int i = 0; i < policies.size(); i++) {
      LeafPolicy policy = policies.get(i);
      StopPoints points = StopPoints.of(policy, corpus.size(), queries, grid);
      stops.add(points);
      sums.add(new CurveSums(measures, points.levels, queries.size()));
      policiesOf.computeIfAbsent(policy.index(), _ -> new ArrayList<>()).add(i);
      indexes.add(policy.index());
    }
  }

  /**
   * The curves of the policies, in their order.
   *
   * @param measures on {@code queries} and {@code corpus}
   */
  public static List<Curve> compute(
      Corpus corpus,
      QuerySet queries,
      Measures measures,
      List<LeafPolicy> policies,
      BudgetGrid grid,
      int threads,
      Progress progress) {
    LeafCurves curves = new LeafCurves(corpus, queries, measures, policies, grid);
    try (Progress.Task task = progress.start("measure curves", queries.size(), "queries")) {
      Workers.run(queries.size(), threads, curves::worker, task);
    }
    return curves.sums.stream().map(s -> s.curve(corpus.size())).toList();
  }

  private Workers.Worker worker() {
    ExactScan scan = new ExactScan(corpus);
    List<Walk> walks = indexes.stream().map(this::walk).toList();
    float[] query = new float[queries.vectors().dim()];
    return (from, to) -> {
      for (int q = from; q < to; q++) {
        queries.vectors().get(q, query);
        float[] scores = scan.scores(query);
        Hits exact = scan.top(measures.depth());
        for (Walk walk : walks) {
          measure(walk, q, query, scores, exact);
        }
      }
    };
  }

  /** A walk through one index for all policies on it. */
  private record Walk(LeafWalk walk, List<CurveSums> sums) {}

  private Walk walk(LeafIndex index) {
    List<Integer> policies = policiesOf.getOrDefault(index, List.of());
    return new Walk(
        new LeafWalk(index, policies.stream().map(stops::get).toList(), corpus, measures.depth()),
        policies.stream().map(sums::get).toList());
  }

  private void measure(Walk walk, int q, float[] query, float[] scores, Hits exact) {
    walk.walk.walk(
        query,
        scores,
        new LeafWalk.Listener() {
          private double[] values = new double[0];

          @Override
          public void stopped(
              int stop, int point, TopK top, int visited, double routing, boolean changed) {
            if (changed) {
              values = measures.of(q, Hits.of(top), exact);
            }
            walk.sums.get(stop).add(q, point, values, visited, routing);
          }
        });
  }
}
