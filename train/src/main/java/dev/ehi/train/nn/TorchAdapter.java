package dev.ehi.train.nn;

import dev.ehi.core.vector.Adapter;
import dev.ehi.core.vector.Vectors;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A small residual network on top of frozen embeddings, {@code u' = normalize(u + Up ReLU(Down u +
 * c))}: the trainable form of {@link Adapter}.
 */
public final class TorchAdapter implements Net {

  private final Tensor down; // (rank, dim)
  private final Tensor bias; // (rank)
  private final Tensor up; // (dim, rank)

  private TorchAdapter(Adapter adapter) {
    down = Tensors.parameter(adapter.down());
    bias = Tensors.parameter(adapter.bias());
    up = Tensors.parameter(adapter.up());
  }

  /** A trainable copy. */
  public static TorchAdapter of(Adapter adapter) {
    return new TorchAdapter(adapter);
  }

  /**
   * An adapter that changes nothing yet: {@code Down} is random with variance {@code 1 / dim},
   * {@code c} and {@code Up} are zero.
   */
  public static TorchAdapter identity(int dim, int rank, RandomGenerator random) {
    float[] values = new float[Math.multiplyExact(rank, dim)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() / Math.sqrt(dim));
    }
    Vectors zero = Vectors.allocate(dim, rank);
    return new TorchAdapter(new Adapter(Vectors.of(values, dim), new float[rank], zero));
  }

  /** A copy of the present state. */
  public Adapter toAdapter() {
    return new Adapter(Tensors.vectors(down), Tensors.floats(bias), Tensors.vectors(up));
  }

  /**
   * Adapts vectors.
   *
   * @param u // (n, dim)
   * @return of length 1 // (n, dim)
   */
  public Tensor apply(Tensor u) {
    Tensor hidden = torch.relu(torch.linear(u, down, new TensorOptional(bias)));
    return Layers.normalize(u.add(torch.linear(hidden, up, new TensorOptional())));
  }

  @Override
  public Map<String, Tensor> parameters() {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("down", down);
    parameters.put("bias", bias);
    parameters.put("up", up);
    return Collections.unmodifiableMap(parameters);
  }
}
