package dev.ehi.bench.peers;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * What a search found and what it took.
 *
 * @param documents rows of {@link Workload#documents()}, best first // (found)
 * @param cpuNanos of the thread that searched
 */
record Answer(int[] documents, long wallNanos, long cpuNanos) {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** A search in this thread. */
  interface Call {

    /** The documents found, best first. // (found) */
    int[] search() throws IOException;
  }

  /** Searches in this thread and times it. */
  static Answer timed(Call call) throws IOException {
    long cpu = THREADS.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    int[] documents = call.search();
    long wall = System.nanoTime() - start;
    return new Answer(documents, wall, THREADS.getCurrentThreadCpuTime() - cpu);
  }
}
