package dev.ehi.cli.quickstart;

import dev.ehi.cli.console.ConsoleProgress;
import dev.ehi.cli.console.JsonOption;
import dev.ehi.cli.console.TextTable;
import dev.ehi.cli.console.ThreadsOption;
import dev.ehi.core.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ehi quickstart}. */
@Command(
    name = "quickstart",
    description = {
      "The main job on real data: builds Javadoc-to-method pairs from 12 open-source jars, trains encoder",
      "and tree together, indexes all methods, and compares with exact search, k-means IVF and HNSW.",
      "Stopped, it goes on where it was: what is finished is kept, only the comparison is made anew."
    },
    mixinStandardHelpOptions = true)
public final class QuickstartCommand implements Callable<Integer> {

  @Option(
      names = "--smoke",
      description = "Only a slice of the data: shows in some minutes that everything works.")
  private boolean smoke;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description =
          "Folder for everything that is made (default: quickstart, or quickstart-smoke).")
  private @Nullable Path given;

  @Mixin private final ThreadsOption threads = new ThreadsOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    Progress progress = ConsoleProgress.create();
    QuickstartScale scale = smoke ? QuickstartScale.SMOKE : QuickstartScale.FULL;
    Path work = given == null ? scale.folder() : given;
    Quickstart quickstart = new Quickstart(scale, work, threads.count(), progress);
    Optional<QuickstartReport> report = quickstart.run();
    if (report.isEmpty()) {
      System.out.println("stopped; the same command goes on from there");
      return 130;
    }
    print(report.get(), work);
    json.write(report.get());
    return 0;
  }

  private static void print(QuickstartReport report, Path work) {
    TextTable stages = new TextTable("stage", "seconds");
    report.stages().forEach((name, seconds) -> stages.row(name, seconds(seconds)));
    double total = report.stages().values().stream().mapToDouble(Double::doubleValue).sum();
    stages.row("all", seconds(total)).print(System.out);
    System.out.printf(
        """

        Look at    %s
        Ask it     ./ehi search --index %s "copy bytes from one channel to another"
        Look into  ./ehi inspect %s
        """,
        work.resolve("report.html"), work.resolve("index"), work.resolve("index"));
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f", seconds);
  }
}
