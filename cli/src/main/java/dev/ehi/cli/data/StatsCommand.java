package dev.ehi.cli.data;

import dev.ehi.cli.console.ConsoleProgress;
import dev.ehi.cli.console.JsonOption;
import dev.ehi.data.RetrievalSet;
import dev.ehi.data.SetCheck;
import dev.ehi.data.SetReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ehi data beir stats}. */
@Command(
    name = "stats",
    description = "Print counts and lengths of a set.",
    mixinStandardHelpOptions = true)
final class StatsCommand implements Callable<Integer> {

  @Parameters(paramLabel = "SET", description = "Folder or zip of the set.")
  private Path set = Path.of("");

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    SetReport report = SetCheck.of(RetrievalSet.open(set), ConsoleProgress.create());
    SetPrinter.counts(report, System.out);
    if (!report.valid()) {
      SetPrinter.findings(report, System.out);
    }
    json.write(report);
    return 0;
  }
}
