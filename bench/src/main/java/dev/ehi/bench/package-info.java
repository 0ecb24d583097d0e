/**
 * Benchmarks of the scan and of whole searches. {@code mvn -Pbench -pl bench -am compile} builds
 * them; {@link org.openjdk.jmh.Main} runs those with JMH annotations, the others have a main
 * method.
 */
@NullMarked
package dev.ehi.bench;

import org.jspecify.annotations.NullMarked;
