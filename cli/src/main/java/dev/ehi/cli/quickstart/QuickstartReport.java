package dev.ehi.cli.quickstart;

import dev.ehi.eval.compare.Results;
import java.util.SequencedMap;

/**
 * What the quick start did.
 *
 * @param stages wall time of each stage in seconds, 0 for one that had been finished before
 * @param results what the comparison found
 */
record QuickstartReport(SequencedMap<String, Double> stages, Results results) {}
