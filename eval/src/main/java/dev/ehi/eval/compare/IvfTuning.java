package dev.ehi.eval.compare;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.eval.Embeddings;
import dev.ehi.eval.QuerySet;
import dev.ehi.eval.compare.Contender.KMeansIvf;
import dev.ehi.eval.compare.Results.Candidate;
import dev.ehi.eval.curve.Corpus;
import dev.ehi.eval.curve.Crossing;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.LeafCurves;
import dev.ehi.eval.curve.LeafIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Chooses the leaf count and the leaves a document of a k-means index: the candidate that reaches
 * {@value #TUNED_FRACTION} of the exact nDCG@10 at the least total cost on the dev queries. Without
 * dev queries it is chosen on the test queries, which favours the baseline.
 */
final class IvfTuning {

  static final double TUNED_FRACTION = .98;

  /** Sharpness of the softmax over cosines; the order of leaves does not depend on it. */
  private static final float TEMPERATURE = .1f;

  /**
   * The chosen index.
   *
   * @param candidates all that were tried, with their costs
   * @param queries name of the query set that it was chosen on
   */
  record Tuned(LeafIndex index, int leaves, List<Candidate> candidates, String queries) {}

  private IvfTuning() {}

  static Tuned tune(KMeansIvf ivf, Corpus corpus, ComparisonConfig config, Progress progress) {
    Embeddings embeddings = ivf.embeddings();
    QuerySet queries = sample(embeddings.dev().orElse(embeddings.test()), config);
    List<LeafIndex> indexes = build(ivf, config, progress);
    List<Curve> curves =
        LeafCurves.compute(corpus, queries, indexes, config.grid(), config.threads(), progress);
    List<Candidate> candidates = new ArrayList<>();
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < indexes.size(); i++) {
      Curve curve = curves.get(i);
      double exact = curve.points().getLast().quality("nDCG@10");
      double cost = curve.crossing(TUNED_FRACTION, exact).map(Crossing::total).orElse(least);
      if (cost < least) {
        best = i;
        least = cost;
      }
      List<Crossing> crossings =
          config.fractions().stream()
              .map(f -> curve.crossing(f, exact))
              .flatMap(Optional::stream)
              .toList();
      LeafIndex index = indexes.get(i);
      candidates.add(new Candidate(index.leaves(), index.leavesPerDocument(), crossings));
    }
    LeafIndex chosen = indexes.get(best);
    return new Tuned(chosen, chosen.leaves(), candidates, queries.name());
  }

  private static List<LeafIndex> build(KMeansIvf ivf, ComparisonConfig config, Progress progress) {
    Vectors documents = ivf.embeddings().documents();
    List<LeafIndex> indexes = new ArrayList<>();
    for (int leaves : ivf.leafCounts()) {
      Vectors centroids =
          KMeans.centroids(documents, leaves, KMeans.Config.seeded(config.seed()), progress);
      Tree tree = Tree.ofCentroids(centroids, TEMPERATURE);
      for (int copies : ivf.leavesPerDocument()) {
        if (copies <= leaves) {
          indexes.add(LeafIndex.build(tree, documents, copies, progress));
        }
      }
    }
    return indexes;
  }

  private static QuerySet sample(QuerySet queries, ComparisonConfig config) {
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
}
