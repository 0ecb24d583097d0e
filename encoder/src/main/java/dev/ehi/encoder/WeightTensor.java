package dev.ehi.encoder;

import dev.ehi.core.vector.Vectors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A named float32 tensor in off-heap memory, row-major and little-endian. Linear weights are {@code
 * (out, in)}, as in PyTorch. Tensors read from a file are read-only views of the mapped file where
 * its layout allows that.
 */
public final class WeightTensor {
  static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int TILE = 32; // both sides of a transposed tile stay in the L1 cache

  private final String name;
  private final long[] shape;
  private final MemorySegment data; // (product of shape) float32

  /**
   * @param name HuggingFace name, such as {@code encoder.layer.0.output.dense.weight}
   * @param shape dimensions, none negative; empty for a scalar
   * @param data float32 values, little-endian, aligned to 4 bytes, as many as the shape asks for
   */
  public WeightTensor(String name, long[] shape, MemorySegment data) {
    this.name = name;
    this.shape = shape.clone();
    this.data = data;
    long bytes = Math.multiplyExact(elements(shape), Float.BYTES);
    if (data.byteSize() != bytes) {
      throw new IllegalArgumentException(
          "%s: shape %s needs %d bytes, got %d"
              .formatted(name, Arrays.toString(shape), bytes, data.byteSize()));
    }
    if (data.maxByteAlignment() < Float.BYTES) {
      throw new IllegalArgumentException(name + ": data is not aligned to 4 bytes");
    }
  }

  /** A tensor holding a copy of {@code values}. */
  public static WeightTensor of(String name, long[] shape, float[] values) {
    MemorySegment data = allocate(values.length);
    MemorySegment.copy(values, 0, data, FLOAT, 0, values.length);
    return new WeightTensor(name, shape, data);
  }

  /** The matrix {@code (size, dim)} of the vectors, sharing their memory. */
  public static WeightTensor of(String name, Vectors vectors) {
    long[] shape = {vectors.size(), vectors.dim()};
    MemorySegment data = vectors.segment().asSlice(0, elements(shape) * Float.BYTES);
    return new WeightTensor(name, shape, data);
  }

  public String name() {
    return name;
  }

  public long[] shape() {
    return shape.clone();
  }

  /** The values: float32, little-endian, row-major. */
  public MemorySegment data() {
    return data;
  }

  /** Number of values. */
  public long size() {
    return data.byteSize() / Float.BYTES;
  }

  /** A copy of the values. */
  public float[] floats() {
    float[] values = new float[Math.toIntExact(size())];
    MemorySegment.copy(data, FLOAT, 0, values, 0, values.length);
    return values;
  }

  /**
   * The rows of a matrix, sharing its memory.
   *
   * @throws IllegalArgumentException if the tensor is no matrix
   */
  public Vectors vectors() {
    if (shape.length != 2) {
      throw new IllegalArgumentException(this + " is no matrix");
    }
    return Vectors.wrap(data, Math.toIntExact(shape[0]), Math.toIntExact(shape[1]));
  }

  /** The same values under another name. */
  public WeightTensor renamed(String newName) {
    return new WeightTensor(newName, shape, data);
  }

  /** A matrix with rows and columns exchanged, in new memory. */
  WeightTensor transposed() {
    if (shape.length != 2) {
      throw new IllegalStateException(name + ": only a matrix can be transposed");
    }
    int rows = Math.toIntExact(shape[0]);
    int columns = Math.toIntExact(shape[1]);
    float[] source = floats();
    float[] target = new float[source.length];
    for (int top = 0; top < rows; top += TILE) {
      for (int left = 0; left < columns; left += TILE) {
        for (int row = top; row < Math.min(rows, top + TILE); row++) {
          for (int column = left; column < Math.min(columns, left + TILE); column++) {
            target[column * rows + row] = source[row * columns + column];
          }
        }
      }
    }
    return of(name, new long[] {columns, rows}, target);
  }

  /** Fresh zeroed memory for {@code elements} floats, freed when no longer reachable. */
  static MemorySegment allocate(long elements) {
    return Arena.ofAuto().allocate(FLOAT, elements);
  }

  /**
   * Number of values in a shape.
   *
   * @throws ArithmeticException if the product overflows
   * @throws IllegalArgumentException if a dimension is negative
   */
  static long elements(long[] shape) {
    long product = 1;
    for (long dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException("negative dimension in " + Arrays.toString(shape));
      }
      product = Math.multiplyExact(product, dimension);
    }
    return product;
  }

  @Override
  public String toString() {
    return name + Arrays.toString(shape);
  }
}
