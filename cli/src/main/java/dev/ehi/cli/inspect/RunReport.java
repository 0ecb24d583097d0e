package dev.ehi.cli.inspect;

import org.jspecify.annotations.Nullable;

/**
 * What the folder of a training run holds.
 *
 * @param model null where the run has not come to its end
 */
record RunReport(RunDescription run, @Nullable ModelDescription model) {}
