package dev.ehi.cli.eval;

import dev.ehi.cli.console.ModelFolder;
import dev.ehi.cli.index.IndexModel;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.Document;
import dev.ehi.data.Qrels;
import dev.ehi.data.Query;
import dev.ehi.data.RetrievalSet;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.encoder.OnnxEncoder;
import dev.ehi.eval.Embeddings;
import dev.ehi.eval.QuerySet;
import dev.ehi.eval.compare.ComparisonConfig;
import dev.ehi.eval.compare.Results;
import dev.ehi.eval.compare.Texts;
import dev.ehi.lucene.EhiSearcher;
import dev.ehi.lucene.IndexVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Embeds a retrieval set with models and compares ways to search the embeddings. */
public final class ModelEvaluation {

  private static final String TRAIN = "train";
  private static final String DEV = "dev";

  private final RetrievalSet set;
  private final String split;
  private final Optional<String> dev;
  private final int threads;
  private final long seed;
  private final Progress progress;

  /**
   * @param split that results are reported on
   * @param dev that baselines are tuned on; null takes {@code dev} if the set has it
   * @throws IllegalArgumentException if the set lacks one of the splits
   */
  public ModelEvaluation(
      RetrievalSet set,
      String split,
      @Nullable String dev,
      int threads,
      long seed,
      Progress progress) {
    this.set = set;
    this.split = split;
    this.dev = Optional.ofNullable(dev).or(() -> Optional.of(DEV).filter(this::hasQueries));
    requireSplit(split);
    this.dev.ifPresent(this::requireSplit);
    this.threads = threads;
    this.seed = seed;
    this.progress = progress;
  }

  private void requireSplit(String name) {
    if (!hasQueries(name)) {
      throw new IllegalArgumentException(
          "%s has no judged queries in a split '%s'; it has %s"
              .formatted(set.name(), name, String.join(", ", set.splits())));
    }
  }

  private boolean hasQueries(String name) {
    if (!set.splits().contains(name)) {
      return false;
    }
    try (Stream<Query> queries = set.queries(name)) {
      return queries.findAny().isPresent();
    }
  }

  /**
   * Takes the vectors from an index and encodes the queries with its model.
   *
   * @param name under which the results stand
   * @param given where the model is now; null takes it from where it was
   */
  public EvaluatedModel fromIndex(String name, Path index, @Nullable Path given)
      throws IOException {
    IndexVectors documents = IndexVectors.read(index);
    ModelDirectory model;
    try (EhiSearcher searcher = EhiSearcher.open(index)) {
      model = IndexModel.open(searcher, given);
    }
    try (OnnxEncoder encoder = model.encoder(threads)) {
      return evaluated(name, model, documents.ids(), documents.vectors(), encoder);
    }
  }

  /**
   * Encodes documents and queries.
   *
   * @param name under which the results stand
   */
  public EvaluatedModel fromModel(String name, Path path) throws IOException {
    ModelDirectory model = ModelFolder.open(path);
    List<Document> documents;
    try (Stream<Document> stream = set.documents()) {
      documents = stream.toList();
    }
    try (OnnxEncoder encoder = model.encoder(threads)) {
      Vectors vectors =
          encoder.documents(documents.stream().map(Document::passage).toList(), progress);
      return evaluated(
          name, model, documents.stream().map(Document::id).toList(), vectors, encoder);
    }
  }

  private EvaluatedModel evaluated(
      String name, ModelDirectory model, List<String> ids, Vectors vectors, OnnxEncoder encoder)
      throws IOException {
    Embeddings embeddings =
        new Embeddings(
            name,
            ids,
            vectors,
            querySet(split, encoder),
            dev.map(queries -> querySet(queries, encoder)));
    return new EvaluatedModel(
        embeddings, model.tree(), Flattened.of(model.training()), TrainingCourse.of(model.path()));
  }

  private QuerySet querySet(String name, OnnxEncoder encoder) {
    List<Query> queries;
    try (Stream<Query> stream = set.queries(name)) {
      queries = stream.toList();
    }
    Vectors vectors = encoder.queries(queries.stream().map(Query::text).toList(), progress);
    return new QuerySet(name, queries.stream().map(Query::id).toList(), vectors, set.qrels(name));
  }

  /** Compares ways to search the embeddings of the models. */
  public Results run(List<EvaluatedModel> models) {
    return new StandardComparison(set.name(), training(), texts(), split, dev)
        .run(models, ComparisonConfig.standard(seed, threads), progress);
  }

  private Optional<Qrels> training() {
    return set.splits().contains(TRAIN) ? Optional.of(set.qrels(TRAIN)) : Optional.empty();
  }

  private Texts texts() {
    Map<String, String> documents = new HashMap<>();
    Map<String, String> queries = new HashMap<>();
    try (Stream<Document> stream = set.documents();
        Stream<Query> asked = set.queries(split)) {
      stream.forEach(document -> documents.put(document.id(), document.passage()));
      asked.forEach(query -> queries.put(query.id(), query.text()));
    }
    return new Texts() {
      @Override
      public String query(String id) {
        return queries.getOrDefault(id, id);
      }

      @Override
      public String document(String id) {
        return documents.getOrDefault(id, id);
      }
    };
  }
}
