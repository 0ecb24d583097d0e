package dev.ehi.cli.eval;

import dev.ehi.cli.console.JsonOption;
import dev.ehi.cli.train.TrainSummary;
import dev.ehi.core.file.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ehi results runs}. */
@Command(
    name = "runs",
    description = {
      "A table of training runs from what 'ehi train --json' wrote: nDCG@10 on the dev queries where",
      "documents visited and routing cost a share of the corpus, how much of it is routing at the",
      "smallest, leaf balance, seconds."
    },
    mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "NAME=FILE[,FILE...]",
      arity = "1..*",
      description = "A row: its name and the JSON files of its seeds.")
  private Map<String, String> rows = new LinkedHashMap<>();

  @Option(names = "--out", paramLabel = "FILE", description = "Write the table to this file too.")
  private @Nullable Path output;

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    Map<String, List<TrainSummary>> runs = new LinkedHashMap<>();
    rows.forEach(
        (name, files) ->
            runs.put(
                name,
                Arrays.stream(files.split(",")).map(Path::of).map(TrainSummary::read).toList()));
    String table = RunsTable.of(runs).markdown();
    System.out.println(table);
    if (output != null) {
      DurableFiles.write(output, table);
    }
    json.write(runs);
    return 0;
  }
}
