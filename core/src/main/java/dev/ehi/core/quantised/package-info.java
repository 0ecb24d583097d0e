/** Vectors coded by small integers, and the kernels that score the codes. */
@NullMarked
package dev.ehi.core.quantised;

import org.jspecify.annotations.NullMarked;
