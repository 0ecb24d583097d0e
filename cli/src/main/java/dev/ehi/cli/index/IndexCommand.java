package dev.ehi.cli.index;

import picocli.CommandLine.Command;

/** {@code ehi index}. */
@Command(
    name = "index",
    description = "Create an index, add and delete documents, compact or calibrate it.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      CreateCommand.class,
      AddCommand.class,
      DeleteCommand.class,
      CompactCommand.class,
      CalibrateCommand.class
    })
public final class IndexCommand {}
