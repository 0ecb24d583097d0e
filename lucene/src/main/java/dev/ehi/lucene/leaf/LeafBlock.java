package dev.ehi.lucene.leaf;

import dev.ehi.core.quantised.ScalarQuantiser;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * Where the parts of a leaf's codes lie, in bytes from the start of its block. In a block of at
 * least {@value #LEAST_CENTRED} vectors row 0 codes the mean of the leaf, and the rows that follow
 * code how far each vector lies from the mean that row 0 stands for. In a smaller one each row
 * codes a vector itself: a row for the mean would take as much room as it saves.
 *
 * <ul>
 *   <li>[rowBytes * rows] rows of codes
 *   <li>[float32 * rows] the factor of each row, from the next multiple of 4
 *   <li>[float32 * rows] the squared length of each vector, 0 for that of the mean; only where the
 *       similarity is a function of it
 * </ul>
 *
 * <p>A block with a mean begins at a multiple of {@value #ALIGNMENT} bytes, another one at a
 * multiple of 4. A leaf without vectors has none.
 */
public record LeafBlock(int rowBytes, boolean hasSquaredLengths, int size) {

  static final int ALIGNMENT = 64;
  static final int LEAST_CENTRED = 4;

  static LeafBlock of(ScalarQuantiser quantiser, VectorSimilarityFunction similarity, int size) {
    return new LeafBlock(quantiser.rowBytes(), hasSquaredLengths(similarity), size);
  }

  private static boolean hasSquaredLengths(VectorSimilarityFunction similarity) {
    return switch (similarity) {
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> false;
      case COSINE, EUCLIDEAN -> true;
    };
  }

  /** Whether row 0 codes the mean. */
  public boolean isCentred() {
    return isCentred(size);
  }

  static boolean isCentred(long size) {
    return size >= LEAST_CENTRED;
  }

  /** The row of a vector of the leaf, the first being 0. */
  public int rowOf(int vector) {
    return isCentred() ? vector + 1 : vector;
  }

  int rows() {
    return rowOf(size);
  }

  /** The multiple at which the block begins. */
  int alignment() {
    return isCentred() ? ALIGNMENT : Float.BYTES;
  }

  /** Where the block begins after another one. */
  long startAfter(long end) {
    return size == 0 ? end : align(end, alignment());
  }

  /** Where a row of codes begins. */
  public long row(int row) {
    return (long) row * rowBytes;
  }

  /** Where the factor of a row lies. */
  public long factor(int row) {
    return align(row(rows()), Float.BYTES) + (long) row * Float.BYTES;
  }

  /** Where the squared length of the vector of a row lies, if there are squared lengths. */
  public long squaredLength(int row) {
    return factor(rows()) + (long) row * Float.BYTES;
  }

  /** The bytes of the block. */
  public long length() {
    if (size == 0) {
      return 0;
    }
    return hasSquaredLengths ? squaredLength(rows()) : factor(rows());
  }

  private static long align(long offset, int alignment) {
    return (offset + alignment - 1) / alignment * alignment;
  }
}
