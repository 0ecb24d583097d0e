package dev.ehi.train.nn;

import dev.ehi.core.vector.Vectors;
import dev.ehi.encoder.WeightTensor;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Moves numbers between Java and libtorch; every method copies. */
public final class Tensors {

  static {
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw new ExceptionInInitializerError("training needs a little-endian processor");
    }
  }

  private Tensors() {}

  /** // (size, dim) float32 */
  public static Tensor of(Vectors vectors) {
    return floats(vectors.segment(), vectors.size(), vectors.dim());
  }

  /** // (values.length) float32 */
  public static Tensor of(float[] values) {
    return floats(MemorySegment.ofArray(values), values.length);
  }

  /** // shape, int64 */
  public static Tensor of(long[] values, long... shape) {
    return filled(MemorySegment.ofArray(values), ScalarType.Long, shape);
  }

  /** // shape, bool */
  public static Tensor of(boolean[] values, long... shape) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) (values[i] ? 1 : 0);
    }
    return filled(MemorySegment.ofArray(bytes), ScalarType.Bool, shape);
  }

  /**
   * A float32 matrix as vectors.
   *
   * @param tensor // (size, dim)
   */
  public static Vectors vectors(Tensor tensor) {
    Vectors vectors = Vectors.allocate((int) tensor.size(0), (int) tensor.size(1));
    copy(tensor, vectors.segment());
    return vectors;
  }

  /** All values of a float32 tensor, row-major. */
  public static float[] floats(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.numel())];
    copy(tensor, MemorySegment.ofArray(values));
    return values;
  }

  /** All values of an int64 tensor, row-major. */
  public static long[] longs(Tensor tensor) {
    long[] values = new long[Math.toIntExact(tensor.numel())];
    copy(tensor, MemorySegment.ofArray(values));
    return values;
  }

  /** A trainable float32 tensor that outlives all scopes. */
  static Tensor parameter(MemorySegment floats, long... shape) {
    try (StepScope scope = StepScope.open()) {
      Tensor parameter = scope.keep(floats(floats, shape));
      parameter.set_requires_grad(true);
      return parameter;
    }
  }

  static Tensor parameter(Vectors values) {
    return parameter(values.segment(), values.size(), values.dim());
  }

  static Tensor parameter(float[] values) {
    return parameter(MemorySegment.ofArray(values), values.length);
  }

  /** Overwrites a float32 tensor in place, bit for bit. */
  static void assign(Tensor target, WeightTensor source) {
    memory(target).copyFrom(source.data());
  }

  static WeightTensor weight(String name, Tensor tensor) {
    long[] shape = shape(tensor);
    Vectors values = Vectors.allocate(Math.toIntExact(tensor.numel()), 1);
    copy(tensor, values.segment());
    return new WeightTensor(name, shape, values.segment().asSlice(0, tensor.numel() * Float.BYTES));
  }

  static long[] shape(Tensor tensor) {
    long[] shape = new long[(int) tensor.dim()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.size(i);
    }
    return shape;
  }

  private static Tensor floats(MemorySegment values, long... shape) {
    return filled(values, ScalarType.Float, shape);
  }

  private static Tensor filled(MemorySegment values, ScalarType type, long... shape) {
    Tensor tensor = torch.empty(shape, new TensorOptions(type), new MemoryFormatOptional());
    memory(tensor).copyFrom(values);
    return tensor;
  }

  private static void copy(Tensor tensor, MemorySegment target) {
    try (PointerScope scope = new PointerScope()) {
      Tensor contiguous = tensor.detach().contiguous();
      target.copyFrom(memory(contiguous));
    }
  }

  private static MemorySegment memory(Tensor contiguous) {
    long bytes = contiguous.numel() * contiguous.element_size();
    return MemorySegment.ofAddress(contiguous.data_ptr().address()).reinterpret(bytes);
  }
}
