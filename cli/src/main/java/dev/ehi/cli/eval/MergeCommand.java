package dev.ehi.cli.eval;

import dev.ehi.cli.console.JsonOption;
import dev.ehi.core.file.DurableFiles;
import dev.ehi.eval.report.MergedResults;
import dev.ehi.eval.report.ResultsJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ehi results merge}. */
@Command(
    name = "merge",
    description = {
      "Merge evaluations of the same set with different seeds into one table: mean and standard",
      "deviation of every cell, and paired tests on each query's mean over the seeds."
    },
    mixinStandardHelpOptions = true)
final class MergeCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RESULTS", arity = "2..*", description = "results.json of each seed.")
  private List<Path> files = List.of();

  @Option(names = "--out", paramLabel = "FILE", description = "Write the table to this file too.")
  private @Nullable Path output;

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    MergedResults merged = MergedResults.of(files.stream().map(ResultsJson::read).toList());
    String table = merged.render();
    System.out.println(table);
    if (output != null) {
      DurableFiles.write(output, table);
    }
    json.write(merged);
    return 0;
  }
}
