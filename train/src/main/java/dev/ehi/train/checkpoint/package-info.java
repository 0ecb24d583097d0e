/** The state of a run on disk, from which it continues after a stop of any kind. */
@NullMarked
package dev.ehi.train.checkpoint;

import org.jspecify.annotations.NullMarked;
