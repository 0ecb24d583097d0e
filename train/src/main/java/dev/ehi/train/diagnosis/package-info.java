/** What a run's log tells of how training went, and of what went wrong. */
@NullMarked
package dev.ehi.train.diagnosis;

import org.jspecify.annotations.NullMarked;
