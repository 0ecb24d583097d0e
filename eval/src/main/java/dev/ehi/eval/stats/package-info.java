/** Is a difference between two systems more than chance? */
@NullMarked
package dev.ehi.eval.stats;

import org.jspecify.annotations.NullMarked;
