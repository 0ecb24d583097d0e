package dev.ehi.cli.eval;

import dev.ehi.core.cluster.KMeans;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.Qrels;
import dev.ehi.eval.Embeddings;
import dev.ehi.eval.compare.Comparison;
import dev.ehi.eval.compare.ComparisonConfig;
import dev.ehi.eval.compare.Contender;
import dev.ehi.eval.compare.Results;
import dev.ehi.eval.compare.Texts;
import dev.ehi.train.Provenance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is measured on every model's embeddings: exact search, the tree plain and tuned, k-means
 * with as many leaves, tuned k-means and tuned HNSW.
 *
 * @param set name of what is searched
 * @param training judgments that models were trained on
 * @param split that results are reported on
 * @param dev that methods are tuned on
 */
record StandardComparison(
    String set, Optional<Qrels> training, Texts texts, String split, Optional<String> dev) {

  Results run(List<EvaluatedModel> models, ComparisonConfig config, Progress progress) {
    Comparison.Builder comparison = Comparison.on(set);
    for (EvaluatedModel model : models) {
      Embeddings embeddings = model.embeddings();
      String name = embeddings.name();
      model
          .tree()
          .ifPresent(
              tree ->
                  comparison.contender(
                      Contender.LearnedTree.standard(
                          name + " + EHI tree",
                          embeddings,
                          tree,
                          start(tree, embeddings, config.seed(), progress))));
      comparison.contender(Contender.KMeansIvf.standard(name + " + k-means IVF", embeddings));
      comparison.contender(Contender.Hnsw.standard(name + " + HNSW", embeddings));
      comparison.trained(name, model.training());
      model.course().ifPresent(course -> comparison.course(name, course));
    }
    training.ifPresent(comparison::training);
    return comparison.texts(texts).record(facts(config.threads())).run(config, progress);
  }

  /** K-means on the same vectors with as many leaves: what a flat tree's training has to beat. */
  private static Optional<Tree> start(
      Tree tree, Embeddings embeddings, long seed, Progress progress) {
    int leaves = tree.shape().leaves();
    if (tree.shape().height() > 1 || leaves > embeddings.size()) {
      return Optional.empty();
    }
    Vectors centroids =
        KMeans.centroids(embeddings.documents(), leaves, KMeans.Config.seeded(seed), progress);
    return Optional.of(Tree.ofCentroids(centroids, 1));
  }

  private Map<String, String> facts(int threads) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("split", split);
    facts.put("tuned on", dev.orElse(split));
    Map<String, String> provenance = Provenance.current(threads).parts();
    for (String key : List.of("ehi", "commit")) {
      facts.put(key, provenance.getOrDefault(key, "unknown"));
    }
    return facts;
  }
}
