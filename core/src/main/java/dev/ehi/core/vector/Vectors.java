package dev.ehi.core.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A fixed number of float32 vectors of one dimension, row-major and little-endian, outside the Java
 * heap. // (size, dim)
 *
 * <p>This is the one layout of vectors in memory in the whole project: document and query
 * embeddings, centroids and the weights of the tree. Rows are addressed by ordinal. Safe for
 * concurrent readers; writers must keep to separate rows.
 */
public final class Vectors {

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final long ALIGNMENT = 64;

  private final MemorySegment segment;
  private final int size;
  private final int dim;

  private Vectors(MemorySegment segment, int size, int dim) {
    this.segment = segment;
    this.size = size;
    this.dim = dim;
  }

  /** Zero vectors, in memory that is freed when no longer reachable. */
  public static Vectors allocate(int size, int dim) {
    if (size < 0 || dim < 1) {
      throw new IllegalArgumentException("vectors of size " + size + " and dimension " + dim);
    }
    long bytes = Math.max(1, (long) size * dim * Float.BYTES);
    return new Vectors(Arena.ofAuto().allocate(bytes, ALIGNMENT), size, dim);
  }

  /** A copy of the rows, which must be of equal length; at least one is needed to tell it. */
  public static Vectors of(float[][] rows) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("no rows to tell the dimension from");
    }
    Vectors vectors = allocate(rows.length, rows[0].length);
    for (int i = 0; i < rows.length; i++) {
      vectors.set(i, rows[i]);
    }
    return vectors;
  }

  /** A copy of {@code rowMajor}, whose length must be a multiple of {@code dim}. // (size, dim) */
  public static Vectors of(float[] rowMajor, int dim) {
    if (rowMajor.length % dim != 0) {
      throw new IllegalArgumentException(
          rowMajor.length + " floats are not rows of dimension " + dim);
    }
    Vectors vectors = allocate(rowMajor.length / dim, dim);
    MemorySegment.copy(rowMajor, 0, vectors.segment, FLOAT, 0, rowMajor.length);
    return vectors;
  }

  /**
   * A view of memory that already holds little-endian float32 rows, such as a mapped file.
   *
   * @throws IllegalArgumentException if the segment is shorter than {@code size * dim} floats
   */
  public static Vectors wrap(MemorySegment segment, int size, int dim) {
    long bytes = (long) size * dim * Float.BYTES;
    if (segment.byteSize() < bytes) {
      throw new IllegalArgumentException(
          "%d vectors of dimension %d need %d bytes, the segment has %d"
              .formatted(size, dim, bytes, segment.byteSize()));
    }
    return new Vectors(segment, size, dim);
  }

  public int size() {
    return size;
  }

  public int dim() {
    return dim;
  }

  /** The memory of all rows. // (size, dim) */
  public MemorySegment segment() {
    return segment;
  }

  /** The byte offset of a row in {@link #segment()}. */
  public long offset(int row) {
    return (long) row * dim * Float.BYTES;
  }

  public float get(int row, int column) {
    return segment.get(FLOAT, offset(row) + (long) column * Float.BYTES);
  }

  public void get(int row, float[] out) {
    MemorySegment.copy(segment, FLOAT, offset(row), out, 0, dim);
  }

  /** A copy of one row. */
  public float[] row(int row) {
    float[] copy = new float[dim];
    get(row, copy);
    return copy;
  }

  public void set(int row, float[] vector) {
    if (vector.length != dim) {
      throw new IllegalArgumentException(
          "row %d has dimension %d, expected %d".formatted(row, vector.length, dim));
    }
    MemorySegment.copy(vector, 0, segment, FLOAT, offset(row), dim);
  }

  /** Rows {@code from} to {@code to} (exclusive), sharing this memory. */
  public Vectors slice(int from, int to) {
    return new Vectors(segment.asSlice(offset(from), offset(to) - offset(from)), to - from, dim);
  }

  /** A copy with the rows in the given order; a row may be named more than once or not at all. */
  public Vectors gather(int[] rows) {
    Vectors copy = allocate(rows.length, dim);
    for (int i = 0; i < rows.length; i++) {
      MemorySegment.copy(
          segment, offset(rows[i]), copy.segment, copy.offset(i), (long) dim * Float.BYTES);
    }
    return copy;
  }

  /** All values in a new array. // (size, dim) */
  public float[] toArray() {
    float[] values = new float[Math.multiplyExact(size, dim)];
    MemorySegment.copy(segment, FLOAT, 0, values, 0, values.length);
    return values;
  }

  /** Scales every row to length 1; a zero row stays zero. */
  public void normalize() {
    float[] row = new float[dim];
    for (int i = 0; i < size; i++) {
      get(i, row);
      normalize(row);
      set(i, row);
    }
  }

  /** Scales a vector to length 1 in place; a zero vector stays zero. */
  public static void normalize(float[] vector) {
    double squares = 0;
    for (float v : vector) {
      squares += (double) v * v;
    }
    if (squares > 0) {
      float scale = (float) (1 / Math.sqrt(squares));
      for (int i = 0; i < vector.length; i++) {
        vector[i] *= scale;
      }
    }
  }
}
