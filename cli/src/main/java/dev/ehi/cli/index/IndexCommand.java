package dev.ehi.cli.index;

import picocli.CommandLine.Command;

/** {@code ehi index}. */
@Command(
    name = "index",
    description = "Create an index, or add and delete documents.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {CreateCommand.class, AddCommand.class, DeleteCommand.class})
public final class IndexCommand {}
