package dev.ehi.cli.eval;

import dev.ehi.cli.console.JsonOption;
import dev.ehi.eval.report.TableCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ehi results check}. */
@Command(
    name = "check",
    description = {
      "Compare a table on record with that of a re-run: qualities and costs, not times, p values",
      "or leaf counts. Ends with 1 if something is not within the tolerance."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  private static final TableCheck.Tolerance STANDARD = TableCheck.Tolerance.standard();

  @Parameters(index = "0", paramLabel = "RECORD", description = "Such as docs/results/NAME.md.")
  private Path recorded = Path.of("");

  @Parameters(index = "1", paramLabel = "RERUN", description = "results.md of an evaluation.")
  private Path rerun = Path.of("");

  @Option(
      names = "--quality",
      paramLabel = "X",
      description = "Largest difference of two qualities (default: ${DEFAULT-VALUE}).")
  private double quality = STANDARD.quality();

  @Option(
      names = "--cost",
      paramLabel = "X",
      description =
          "Largest difference of two costs, as a share of the larger one (default: ${DEFAULT-VALUE}).")
  private double cost = STANDARD.cost();

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() throws IOException {
    TableCheck check =
        TableCheck.of(
            Files.readString(recorded),
            Files.readString(rerun),
            new TableCheck.Tolerance(quality, cost));
    check.differences().forEach(System.out::println);
    System.out.printf(
        "%d numbers compared, %d differences%n", check.compared(), check.differences().size());
    json.write(check);
    return check.differences().isEmpty() ? 0 : 1;
  }
}
