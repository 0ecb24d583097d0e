package dev.ehi.bench.peers;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What a search found and what it took. */
final class Answer {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final int[] documents;
  private final long wallNanos;
  private final long cpuNanos;

  /**
   * @param documents rows of {@link Workload#documents()}, best first // (found)
   * @param cpuNanos of the thread that searched
   */
  Answer(int[] documents, long wallNanos, long cpuNanos) {
    this.documents = documents;
    this.wallNanos = wallNanos;
    this.cpuNanos = cpuNanos;
  }

  int[] documents() {
    return documents.clone();
  }

  long wallNanos() {
    return wallNanos;
  }

  long cpuNanos() {
    return cpuNanos;
  }

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
