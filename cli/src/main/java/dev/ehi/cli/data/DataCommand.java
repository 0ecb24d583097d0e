package dev.ehi.cli.data;

import picocli.CommandLine.Command;

/** {@code ehi data}. */
@Command(
    name = "data",
    description = "Build, convert and check retrieval sets.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {JavaSearchCommand.class, SetCommand.class})
public final class DataCommand {}
