package dev.ehi.cli.eval;

import dev.ehi.cli.index.RoutingModel;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Adapter;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.Qrels;
import dev.ehi.eval.Embeddings;
import dev.ehi.eval.QuerySet;
import dev.ehi.eval.compare.ComparisonConfig;
import dev.ehi.eval.compare.Results;
import dev.ehi.eval.compare.Texts;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Compares ways to search vectors that were made elsewhere; it needs no encoder. */
final class VectorEvaluation {

  private static final String TEST = "test";
  private static final String DEV = "dev";

  private final String name;
  private final IdentifiedVectors documents;
  private final IdentifiedVectors queries;
  private final Qrels test;
  private final Optional<Qrels> dev;
  private final Optional<Qrels> train;

  /**
   * @param test judgments that results are reported on
   * @param dev judgments that methods are tuned on
   * @param train judgments that the trees were trained on
   */
  VectorEvaluation(
      String name,
      IdentifiedVectors documents,
      IdentifiedVectors queries,
      Qrels test,
      Optional<Qrels> dev,
      Optional<Qrels> train) {
    this.name = name;
    this.documents = documents;
    this.queries = queries;
    this.test = test;
    this.dev = dev;
    this.train = train;
  }

  /** The vectors as they are, without a tree. */
  EvaluatedModel plain() {
    return evaluated(name, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The vectors through a model's adapter, if it has one, and with its tree. */
  EvaluatedModel routed(String modelName, RoutingModel model) throws IOException {
    return evaluated(
        modelName, Optional.of(model.tree()), model.adapter(), TrainingCourse.of(model.path()));
  }

  private EvaluatedModel evaluated(
      String modelName,
      Optional<Tree> tree,
      Optional<Adapter> adapter,
      Optional<Results.Course> course) {
    Embeddings embeddings =
        new Embeddings(
            modelName,
            documents.ids(),
            adapted(documents.vectors(), adapter),
            querySet(TEST, test, adapter),
            dev.map(judged -> querySet(DEV, judged, adapter)));
    return new EvaluatedModel(embeddings, tree, Map.of(), course);
  }

  private QuerySet querySet(String split, Qrels qrels, Optional<Adapter> adapter) {
    int[] judged =
        IntStream.range(0, queries.ids().size())
            .filter(i -> qrels.queryIds().contains(queries.ids().get(i)))
            .toArray();
    if (judged.length == 0) {
      throw new IllegalArgumentException(
          "none of the query ids stands in the %s qrels".formatted(split));
    }
    return new QuerySet(
        split,
        IntStream.of(judged).mapToObj(queries.ids()::get).toList(),
        adapted(queries.vectors().gather(judged), adapter),
        qrels);
  }

  /** Of length 1, like everything that is indexed. */
  private static Vectors adapted(Vectors vectors, Optional<Adapter> adapter) {
    Vectors adapted = Vectors.allocate(vectors.size(), vectors.dim());
    float[] vector = new float[vectors.dim()];
    for (int i = 0; i < vectors.size(); i++) {
      vectors.get(i, vector);
      Vectors.normalize(vector);
      adapter.ifPresent(a -> a.apply(vector));
      adapted.set(i, vector);
    }
    return adapted;
  }

  Results run(List<EvaluatedModel> models, ComparisonConfig config, Progress progress) {
    return new StandardComparison(name, train, Texts.ids(), TEST, dev.map(_ -> DEV))
        .run(models, config, progress);
  }
}
