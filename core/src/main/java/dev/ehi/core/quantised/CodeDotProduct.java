package dev.ehi.core.quantised;

import java.lang.foreign.MemorySegment;

/**
 * Dot products of the codes of one query with many rows of codes: the inner loop of a scan of
 * quantised leaves. Implementations are stateless and safe for concurrent use, and all give the
 * same integers, as long as they are at most 2^24 in magnitude; larger ones are rounded.
 */
public interface CodeDotProduct {

  /**
   * Rows of one signed byte a component: {@code dots[i] = sum_j row_i[j] * query[j]}.
   *
   * @param rows bytes from -127 to 127
   * @param offsets byte offsets of the rows to score
   * @param count how many rows
   * @param query from -127 to 127 // (dim)
   * @param dots receives the dot products at indices 0 to count - 1
   */
  void int8(MemorySegment rows, long[] offsets, int count, short[] query, float[] dots);

  /**
   * Rows of four bits a component, from 0 to 15: {@code dots[i] = sum_j row_i[j] * query[j]}. A row
   * is P little-endian int16; bits 4n to 4n + 3 of number j are component {@code n P + j}.
   *
   * @param rows int16
   * @param offsets byte offsets of the rows to score
   * @param count how many rows
   * @param query from -127 to 127, and 0 for components that are padding // (4 P)
   * @param dots receives the dot products at indices 0 to count - 1
   */
  void int4(MemorySegment rows, long[] offsets, int count, short[] query, float[] dots);

  /**
   * The fastest kernel of this JVM, chosen once: SIMD when the module {@code jdk.incubator.vector}
   * is there, else the scalar reference.
   */
  static CodeDotProduct best() {
    return Best.INSTANCE;
  }

  /** The plain loop that every faster kernel is tested against. */
  static CodeDotProduct scalar() {
    return new ScalarCodeDotProduct();
  }

  /** Holds the choice made when a kernel is first asked for. */
  final class Best {
    private static final CodeDotProduct INSTANCE =
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
            ? new SimdCodeDotProduct()
            : new ScalarCodeDotProduct();

    private Best() {}
  }
}
