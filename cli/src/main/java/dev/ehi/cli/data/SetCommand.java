package dev.ehi.cli.data;

import picocli.CommandLine.Command;

/** {@code ehi data beir} and {@code ehi data msmarco}; the layout is told from the files. */
@Command(
    name = "beir",
    aliases = "msmarco",
    description = "Check, describe or convert a retrieval set in BEIR or MS MARCO layout.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {CheckCommand.class, StatsCommand.class, ConvertCommand.class})
final class SetCommand {}
