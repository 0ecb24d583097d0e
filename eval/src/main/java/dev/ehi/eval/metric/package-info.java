/** Ranking metrics, equal to trec_eval to four decimals. */
@NullMarked
package dev.ehi.eval.metric;

import org.jspecify.annotations.NullMarked;
