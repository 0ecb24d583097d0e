package dev.ehi.bench;

import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How long it takes to index many vectors, and how much of the Java heap: synthetic vectors of
 * dimension 384 in k-means leaves, added one by one, committed, and merged into one segment.
 * Printed are seconds of each step, what the merge takes for each vector, and the sum of the peaks
 * of all parts of the heap. Give the heap with {@code JAVA_TOOL_OPTIONS=-Xmx2g}.
 *
 * <p>Arguments: the number of leaves, and numbers of vectors.
 */
public final class LargeIndexBenchmark {
  private static final int DIM = 384;
  private static final int CLUSTERS = 4096;
  private static final double SPREAD = .8;
  private static final int SAMPLE = 65_536; // vectors that leaves are found from

  private LargeIndexBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    int[] sizes = Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
    ClusteredVectors source = new ClusteredVectors(DIM, CLUSTERS, SPREAD, /* seed= */ 1);
    Tree tree = TreeArgument.of(arguments[0], source.draw(SAMPLE));
    System.out.printf(
        Locale.ROOT,
        "%,d leaves, heap of at most %,d MB%n",
        tree.shape().leaves(),
        Runtime.getRuntime().maxMemory() >> 20);
    for (int size : sizes) {
      measure(tree, source.draw(size));
    }
  }

  private static void measure(Tree tree, Vectors vectors) throws IOException {
    List<MemoryPoolMXBean> heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    List<String> ids = IntStream.range(0, vectors.size()).mapToObj(Integer::toString).toList();
    heap.forEach(MemoryPoolMXBean::resetPeakUsage);
    try (ScratchIndex index = new ScratchIndex(tree)) {
      Timing added =
          Timing.of(
              () -> {
                index.add(ids, vectors, 0, vectors.size());
                index.commit();
              });
      Timing merged = Timing.of(index::compact);
      System.out.printf(
          Locale.ROOT,
          "%,9d vectors: added and committed in %.1f s (%,.0f/s), merged into one segment in %.1f s (%.1f us a vector), peak heap %,d MB%n",
          vectors.size(),
          added.seconds(),
          vectors.size() / added.seconds(),
          merged.seconds(),
          1e6 * merged.seconds() / vectors.size(),
          heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() >> 20);
    }
  }
}
