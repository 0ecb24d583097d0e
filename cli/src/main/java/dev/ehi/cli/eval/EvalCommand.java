package dev.ehi.cli.eval;

import dev.ehi.cli.console.ConsoleProgress;
import dev.ehi.cli.console.InterruptOnShutdown;
import dev.ehi.cli.console.ThreadsOption;
import dev.ehi.core.progress.Progress;
import dev.ehi.data.RetrievalSet;
import dev.ehi.eval.compare.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ehi eval}. */
@Command(
    name = "eval",
    description = {
      "Compare models at matched budgets: exact search, the trained tree, tuned k-means and HNSW on each",
      "model's embeddings. Writes results.json and report.html."
    },
    mixinStandardHelpOptions = true)
public final class EvalCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "SET",
      description = "Folder or zip of the retrieval set.")
  private Path path = Path.of("");

  @Option(
      names = "--index",
      paramLabel = "DIR",
      description = "An index of the set's corpus; its vectors, tree and model are measured.")
  private List<Path> indexes = List.of();

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "A model, or the folder of a training run; the corpus is encoded first.")
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

  @Mixin private final ThreadsOption threads = new ThreadsOption();

  @Override
  public Integer call() throws IOException {
    if (indexes.isEmpty() && models.isEmpty()) {
      throw new IllegalArgumentException("give at least one --index or --model to measure");
    }
    try (InterruptOnShutdown _ = InterruptOnShutdown.install()) {
      evaluate();
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

  private void evaluate() throws IOException {
    Progress progress = ConsoleProgress.create();
    RetrievalSet set = RetrievalSet.open(path);
    ModelEvaluation evaluation =
        new ModelEvaluation(set, split, dev, threads.count(), seed, progress);
    requireDifferentNames();
    List<EvaluatedModel> evaluated = new ArrayList<>();
    for (Path index : indexes) {
      evaluated.add(evaluation.fromIndex(name(index), index));
    }
    for (Path model : models) {
      evaluated.add(evaluation.fromModel(name(model), model));
    }
    Results results = evaluation.run(evaluated);
    EvaluationFiles.write(results, output, System.out);
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
