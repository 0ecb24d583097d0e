/** Benchmarks of the scan and of whole searches. */
@NullMarked
package dev.ehi.bench;

import org.jspecify.annotations.NullMarked;
