package dev.ehi.cli.train;

import dev.ehi.cli.console.ConsoleProgress;
import dev.ehi.cli.console.JsonOption;
import dev.ehi.core.file.DurableFiles;
import dev.ehi.train.TreePlanning;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.config.TrainingBudget;
import dev.ehi.train.plan.Plan;
import dev.ehi.train.plan.Planner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ehi plan}. */
@Command(
    name = "plan",
    description = {
      "Choose the size of a tree from the data, as 'ehi train' does, and show what its searches will cost.",
      "Small trees are measured in pilots of seconds; a cost model predicts all others."
    },
    mixinStandardHelpOptions = true)
public final class PlanCommand implements Callable<Integer> {

  @ArgGroup private InputOptions input = new InputOptions();

  @Option(names = "--seed", paramLabel = "N", description = "Of every random choice.")
  private @Nullable Long seed;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Any value of the configuration; what is set of index.branching, index.height and index.projection is not chosen.")
  private Map<String, String> changes = new LinkedHashMap<>();

  @Option(
      names = "--check",
      description = "Measure further trees, on all documents, and compare with what was predicted.")
  private boolean check;

  @Option(names = "--out", paramLabel = "FILE", description = "Write the tables to this file too.")
  private @Nullable Path output;

  @Mixin private final JsonOption json = new JsonOption();

  private record Result(Plan plan, List<Planner.Check> checks) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<String, String> flags = new LinkedHashMap<>();
    if (seed != null) {
      flags.put("seed", seed.toString());
    }
    flags.putAll(changes);
    TrainConfig config = TrainingBudget.STANDARD.config().with(flags);
    TreePlanning planning =
        TreePlanning.of(config, input.read(config.supervision()), ConsoleProgress.create());
    Result result = new Result(planning.plan(), check ? planning.check() : List.of());
    String tables = PlanTables.of(result.plan, result.checks);
    System.out.print(tables);
    if (output != null) {
      DurableFiles.write(output, tables);
    }
    json.write(result);
    return 0;
  }
}
