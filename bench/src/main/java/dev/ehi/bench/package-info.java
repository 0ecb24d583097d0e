/**
 * Benchmarks of the scan, of whole searches, of training steps and of encoders, and experiments on
 * an index that changes. {@code mvn -Pbench -pl bench -am compile} builds them; {@link
 * org.openjdk.jmh.Main} runs those with JMH annotations, the others have a main method. {@code
 * runs/benchmark.sh CLASS [ARGUMENTS]} does both.
 */
@NullMarked
package dev.ehi.bench;

import org.jspecify.annotations.NullMarked;
