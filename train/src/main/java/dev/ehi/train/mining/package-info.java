/** The leaf map and the hard negatives drawn from it (paper, section 3.5). */
@NullMarked
package dev.ehi.train.mining;

import org.jspecify.annotations.NullMarked;
