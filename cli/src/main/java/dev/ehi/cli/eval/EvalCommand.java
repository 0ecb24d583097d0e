package dev.ehi.cli.eval;

import dev.ehi.cli.console.ConsoleProgress;
import dev.ehi.cli.console.JsonOption;
import dev.ehi.cli.console.ThreadsOption;
import dev.ehi.cli.console.UsageException;
import dev.ehi.cli.console.VectorFileOptions;
import dev.ehi.cli.index.RoutingModel;
import dev.ehi.core.progress.Progress;
import dev.ehi.core.progress.StopOnShutdown;
import dev.ehi.data.RetrievalSet;
import dev.ehi.data.TrecQrels;
import dev.ehi.eval.compare.ComparisonConfig;
import dev.ehi.eval.compare.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ehi eval}. */
@Command(
    name = "eval",
    description = {
      "Compare models at matched budgets: exact search, the trained tree, k-means and HNSW, all tuned, on each",
      "model's embeddings. Writes results.json and report.html."
    },
    mixinStandardHelpOptions = true)
public final class EvalCommand implements Callable<Integer> {

  @Option(names = "--data", paramLabel = "SET", description = "Folder or zip of the retrieval set.")
  private @Nullable Path path;

  @Option(
      names = "--index",
      paramLabel = "DIR",
      description = "An index of the set's corpus; its vectors, tree and model are measured.")
  private List<Path> indexes = List.of();

  @Option(
      names = "--index-model",
      paramLabel = "DIR",
      description =
          "Encoder of the queries of indexes (default: the model that each was made with).")
  private @Nullable Path indexModel;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "A model, or the folder of a training run; the corpus is encoded first. With given vectors, what was trained on them.")
  private List<Path> models = List.of();

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "Queries that results are reported on (default: ${DEFAULT-VALUE}).")
  private String split = "test";

  @Option(
      names = "--dev",
      paramLabel = "NAME",
      description = "Queries that baselines are tuned on (default: dev, if the set has it).")
  private @Nullable String dev;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for results.json and report.html.")
  private Path output = Path.of("");

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of k-means, samples and tests (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @ArgGroup(exclusive = false, heading = "%nGiven vectors, instead of --data:%n")
  private @Nullable VectorOptions vectors;

  private static final class VectorOptions extends VectorFileOptions {
    @Option(
        names = "--test-qrels",
        required = true,
        paramLabel = "FILE",
        description = "TREC qrels that results are reported on.")
    private Path test = Path.of("");

    @Option(
        names = "--dev-qrels",
        paramLabel = "FILE",
        description = "TREC qrels that methods are tuned on (default: the test qrels).")
    private @Nullable Path dev;

    @Option(
        names = "--train-qrels",
        paramLabel = "FILE",
        description = "TREC qrels of the training, to tell seen documents from unseen ones.")
    private @Nullable Path train;

    VectorEvaluation evaluation() {
      return new VectorEvaluation(
          name(),
          documents(),
          queries(),
          TrecQrels.read(test),
          Optional.ofNullable(dev).map(TrecQrels::read),
          Optional.ofNullable(train).map(TrecQrels::read));
    }
  }

  @Mixin private final JsonOption json = new JsonOption();
  @Mixin private final ThreadsOption threads = new ThreadsOption();

  @Override
  public Integer call() throws IOException {
    requireDifferentNames();
    Progress progress = ConsoleProgress.create();
    try (StopOnShutdown _ = StopOnShutdown.interrupting()) {
      Results results =
          vectors == null ? ofTexts(progress) : ofVectors(vectors.evaluation(), progress);
      EvaluationFiles.write(results, output, System.out);
      json.write(results);
    }
    return 0;
  }

  private void requireDifferentNames() {
    Set<String> names = new HashSet<>();
    Stream.concat(indexes.stream(), models.stream())
        .map(EvalCommand::name)
        .filter(name -> !names.add(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "two of the folders are named '" + name + "'; results go by that name");
            });
  }

  private Results ofTexts(Progress progress) throws IOException {
    if (path == null) {
      throw new UsageException("give --data, or vectors with their ids and qrels");
    }
    if (indexes.isEmpty() && models.isEmpty()) {
      throw new UsageException("give at least one --index or --model to measure");
    }
    ModelEvaluation evaluation =
        new ModelEvaluation(RetrievalSet.open(path), split, dev, threads.count(), seed, progress);
    List<EvaluatedModel> evaluated = new ArrayList<>();
    for (Path index : indexes) {
      evaluated.add(evaluation.fromIndex(name(index), index, indexModel));
    }
    for (Path model : models) {
      evaluated.add(evaluation.fromModel(name(model), model));
    }
    return evaluation.run(evaluated);
  }

  private Results ofVectors(VectorEvaluation evaluation, Progress progress) throws IOException {
    if (path != null || !indexes.isEmpty()) {
      throw new UsageException(
          "given vectors are measured with --model or alone, not with --data or --index");
    }
    List<EvaluatedModel> evaluated = new ArrayList<>();
    for (Path model : models) {
      evaluated.add(evaluation.routed(name(model), RoutingModel.open(model)));
    }
    if (models.isEmpty()) {
      evaluated.add(evaluation.plain());
    }
    return evaluation.run(evaluated, ComparisonConfig.standard(seed, threads.count()), progress);
  }

  /** The folder's own name; of the model in the folder of a run, that of the run. */
  private static String name(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    return absolute.endsWith("model") && parent != null
        ? String.valueOf(parent.getFileName())
        : String.valueOf(absolute.getFileName());
  }
}
