package dev.ehi.lucene.leaf;

import dev.ehi.core.quantised.ScalarQuantiser;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * Where the parts of a leaf's codes lie, in bytes from the start of its block. Row 0 codes the mean
 * of the leaf; row i, from 1 to size, codes how far the vector at its position i - 1 lies from the
 * mean that row 0 stands for.
 *
 * <ul>
 *   <li>[rowBytes * (size + 1)] rows of codes
 *   <li>[float32 * (size + 1)] the factor of each row, from the next multiple of 4
 *   <li>[float32 * (size + 1)] the squared length of each vector, 0 for row 0; only where the
 *       similarity is a function of it
 * </ul>
 *
 * <p>A block ends at a multiple of {@value #ALIGNMENT} bytes. A leaf without vectors has none.
 */
public record LeafBlock(int rowBytes, boolean hasSquaredLengths, int size) {

  static final int ALIGNMENT = 64;

  static LeafBlock of(ScalarQuantiser quantiser, VectorSimilarityFunction similarity, int size) {
    return new LeafBlock(quantiser.rowBytes(), hasSquaredLengths(similarity), size);
  }

  private static boolean hasSquaredLengths(VectorSimilarityFunction similarity) {
    return switch (similarity) {
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> false;
      case COSINE, EUCLIDEAN -> true;
    };
  }

  int rows() {
    return size + 1;
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
    return align(hasSquaredLengths ? squaredLength(rows()) : factor(rows()), ALIGNMENT);
  }

  private static long align(long offset, int alignment) {
    return (offset + alignment - 1) / alignment * alignment;
  }
}
