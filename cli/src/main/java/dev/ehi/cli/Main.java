package dev.ehi.cli;

import dev.ehi.cli.console.ErrorLine;
import dev.ehi.cli.console.Verbosity;
import dev.ehi.cli.data.DataCommand;
import dev.ehi.cli.encode.EncodeCommand;
import dev.ehi.cli.eval.EvalCommand;
import dev.ehi.cli.eval.ResultsCommand;
import dev.ehi.cli.eval.ScoreCommand;
import dev.ehi.cli.index.IndexCommand;
import dev.ehi.cli.inspect.InspectCommand;
import dev.ehi.cli.quickstart.QuickstartCommand;
import dev.ehi.cli.search.SearchCommand;
import dev.ehi.cli.train.LinkCommand;
import dev.ehi.cli.train.PlanCommand;
import dev.ehi.cli.train.TrainCommand;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The program {@code ehi}. */
@Command(
    name = "ehi",
    description = "Dense retrieval with an encoder and an index that are learned together.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed, or a set that was checked cannot be used; one line on standard error says why",
      "2:unknown or missing options",
      "130:stopped with Ctrl-C (143 with SIGTERM); nothing is left half"
    },
    subcommands = {
      QuickstartCommand.class,
      DataCommand.class,
      PlanCommand.class,
      TrainCommand.class,
      LinkCommand.class,
      EncodeCommand.class,
      IndexCommand.class,
      SearchCommand.class,
      EvalCommand.class,
      ResultsCommand.class,
      ScoreCommand.class,
      InspectCommand.class,
      AutoComplete.GenerateCompletion.class
    })
public final class Main {

  /** Held, because a logger that nobody holds forgets its level. */
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  @Mixin private final Verbosity verbosity = new Verbosity();

  private Main() {}

  public static void main(String[] args) {
    LUCENE.setLevel(Level.WARNING);
    Locale.setDefault(Locale.ROOT); // numbers look the same everywhere
    System.exit(run(args));
  }

  /** Errors, such as a lack of memory, are told like exceptions. */
  private static int run(String[] args) {
    Main main = new Main();
    try {
      return commandLine(main).execute(args);
    } catch (OutOfMemoryError | LinkageError e) {
      return new ErrorLine(main.verbosity).tell(e);
    }
  }

  static CommandLine commandLine() {
    return commandLine(new Main());
  }

  private static CommandLine commandLine(Main main) {
    return new CommandLine(main)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(new ErrorLine(main.verbosity));
  }
}
