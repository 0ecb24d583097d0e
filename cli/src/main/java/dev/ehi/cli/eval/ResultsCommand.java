package dev.ehi.cli.eval;

import picocli.CommandLine.Command;

/** {@code ehi results}. */
@Command(
    name = "results",
    description = "Work on the results of evaluations.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {MergeCommand.class, CheckCommand.class, RunsCommand.class})
public final class ResultsCommand {}
