package dev.ehi.cli.data;

import dev.ehi.cli.console.ConsoleProgress;
import dev.ehi.cli.console.JsonOption;
import dev.ehi.cli.console.TextTable;
import dev.ehi.core.progress.Progress;
import dev.ehi.data.RetrievalSet;
import dev.ehi.data.SetCheck;
import dev.ehi.data.SetReport;
import dev.ehi.data.leakage.LeakageCheck;
import dev.ehi.data.leakage.LeakageReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ehi data beir check}. */
@Command(
    name = "check",
    description = {
      "Find malformed lines, unknown ids, and what train shares with dev and test.",
      "Ends with exit code 1 when the set cannot be used as it is."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  @Parameters(paramLabel = "SET", description = "Folder or zip of the set.")
  private Path path = Path.of("");

  @Mixin private final JsonOption json = new JsonOption();

  private record Report(SetReport set, Optional<LeakageReport> leakage) {}

  @Override
  public Integer call() throws IOException {
    Progress progress = ConsoleProgress.create();
    RetrievalSet set = RetrievalSet.open(path);
    SetReport report = SetCheck.of(set, progress);
    Optional<LeakageReport> leakage =
        report.valid() ? Optional.of(LeakageCheck.of(set, progress)) : Optional.empty();
    SetPrinter.counts(report, System.out);
    System.out.println();
    SetPrinter.findings(report, System.out);
    leakage.ifPresent(CheckCommand::print);
    System.out.println(report.valid() ? "the set can be used" : "the set cannot be used");
    json.write(new Report(report, leakage));
    return report.valid() ? 0 : 1;
  }

  private static void print(LeakageReport report) {
    TextTable overlaps =
        new TextTable("splits", "same query ids", "same query texts", "same relevant documents");
    for (LeakageReport.Overlap overlap : report.overlaps()) {
      overlaps.row(
          overlap.first() + " / " + overlap.second(),
          overlap.ids().count(),
          overlap.texts().count(),
          overlap.relevantDocuments().count());
    }
    overlaps.print(System.out);
    System.out.println("documents with the text of another: " + report.sameDocuments().count());
    report
        .verbatim()
        .forEach(
            (split, verbatim) ->
                System.out.printf(
                    "%s: %d of %d relevant documents contain their query word for word%n",
                    split, verbatim.contained().count(), verbatim.pairs()));
    if (!report.trainQueriesToDrop().isEmpty()) {
      System.out.println(
          "these training queries stand in another split too; 'ehi train' leaves them out: "
              + report.trainQueriesToDrop());
    }
  }
}
