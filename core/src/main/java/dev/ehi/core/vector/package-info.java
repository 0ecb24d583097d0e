/** Rows of float32 vectors off the heap, and the kernels that score them. */
@NullMarked
package dev.ehi.core.vector;

import org.jspecify.annotations.NullMarked;
