/**
 * Searches whose index is not in memory: the page cache dropped before each, or too small for it.
 */
@NullMarked
package dev.ehi.bench.cold;

import org.jspecify.annotations.NullMarked;
