package dev.ehi.core.vector;

import java.lang.foreign.MemorySegment;

/**
 * Dot products of one query with many stored rows: the inner loop of routing, of the leaf scan and
 * of exact search. Implementations are stateless and safe for concurrent use. A row has the same
 * score to the last bit in whatever company.
 */
public interface DotProduct {

  /**
   * Scores {@code count} consecutive rows: {@code scores[i] = rows[i] . query}.
   *
   * @param rows little-endian float32 rows of {@code query.length} columns // (.., dim)
   * @param offset byte offset of the first row
   * @param count how many rows
   * @param query // (dim)
   * @param scores receives the dot products at indices 0 to count - 1
   */
  void rows(MemorySegment rows, long offset, int count, float[] query, float[] scores);

  /**
   * Scores rows that lie anywhere: {@code scores[i] = rows[positions[from + i]] . query}.
   *
   * @param rows little-endian float32 rows of {@code query.length} columns // (.., dim)
   * @param positions the rows to score lie at indices from {@code from} on
   * @param count how many rows
   * @param query // (dim)
   * @param scores receives the dot products at indices 0 to count - 1
   */
  void rowsAt(
      MemorySegment rows, int[] positions, int from, int count, float[] query, float[] scores);

  /** The dot product of two arrays of equal length. */
  float dot(float[] a, float[] b);

  /**
   * The fastest kernel of this JVM, chosen once: SIMD when the module {@code jdk.incubator.vector}
   * is there, else the scalar reference.
   */
  static DotProduct best() {
    return Best.INSTANCE;
  }

  /** The plain loop that every faster kernel is tested against. */
  static DotProduct scalar() {
    return new ScalarDotProduct();
  }

  /** Holds the choice made when a kernel is first asked for. */
  final class Best {
    private static final DotProduct INSTANCE =
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
            ? new SimdDotProduct()
            : new ScalarDotProduct();

    private Best() {}
  }
}
