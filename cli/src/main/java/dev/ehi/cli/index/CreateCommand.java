package dev.ehi.cli.index;

import dev.ehi.cli.console.ConsoleProgress;
import dev.ehi.cli.console.JsonOption;
import dev.ehi.cli.console.ModelOption;
import dev.ehi.cli.console.ThreadsOption;
import dev.ehi.data.RetrievalSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ehi index create}. */
@Command(
    name = "create",
    description = {
      "Encode a corpus and route it into the leaves of a trained model's tree.",
      "When it was interrupted, the same command goes on where the last commit was."
    },
    mixinStandardHelpOptions = true)
final class CreateCommand implements Callable<Integer> {

  @Mixin private final ModelOption model = new ModelOption();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "SET",
      description = "Folder or zip whose corpus is indexed.")
  private Path set = Path.of("");

  @Option(
      names = "--index",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the index to make.")
  private Path path = Path.of("");

  @Mixin private final ThreadsOption threads = new ThreadsOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    IndexingReport report =
        IndexBuild.createOrContinue(
            path, model.open(), RetrievalSet.open(set), threads.count(), ConsoleProgress.create());
    System.out.println(report.describe(path));
    json.write(report);
    return 0;
  }
}
