/** Metrics, matched-budget curves, baselines and the report. */
@NullMarked
package dev.ehi.eval;

import org.jspecify.annotations.NullMarked;
