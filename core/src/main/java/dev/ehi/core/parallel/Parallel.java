package dev.ehi.core.parallel;

import java.util.stream.IntStream;

/** Work on blocks of ordinals, shared among the cores. */
public final class Parallel {
  private static final int BLOCK = 256;

  private Parallel() {}

  /** What is done with the ordinals {@code from} to {@code to} (exclusive). */
  @FunctionalInterface
  public interface Block {
    void run(int from, int to);
  }

  /** Runs all blocks of {@code [0, size)}. Blocks do not depend on the number of cores. */
  public static void blocks(int size, Block block) {
    IntStream.range(0, (size + BLOCK - 1) / BLOCK)
        .parallel()
        .forEach(i -> block.run(i * BLOCK, Math.min(size, (i + 1) * BLOCK)));
  }
}
