/** What a run measures of itself: dev scores and the metrics log. */
@NullMarked
package dev.ehi.train.metrics;

import org.jspecify.annotations.NullMarked;
