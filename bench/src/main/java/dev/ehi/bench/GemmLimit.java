package dev.ehi.bench;

import dev.ehi.encoder.EncoderConfig;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The matrix products of an encoder's linear layers and nothing else, on operands made beforehand:
 * no encoder can be faster than this with the library's products.
 */
public final class GemmLimit implements AutoCloseable {

  /** What is multiplied. */
  public enum Pass {
    /** {@code y = x W^T}. */
    FORWARD(1),
    /** Also {@code dx = dy W} and {@code dW = dy^T x}. */
    TRAINING(3);

    private final int products;

    Pass(int products) {
      this.products = products;
    }
  }

  /** One linear layer's operands and results. */
  private record Linear(Tensor x, Tensor weight, Tensor y, Tensor dx, Tensor dWeight) {

    /** x // (tokens, in), weight // (out, in) */
    static Linear of(long tokens, long in, long out, TensorOptions type) {
      return new Linear(
          torch.ones(new long[] {tokens, in}, type),
          torch.ones(new long[] {out, in}, type),
          torch.ones(new long[] {tokens, out}, type),
          torch.ones(new long[] {tokens, in}, type),
          torch.ones(new long[] {out, in}, type));
    }

    void forward() {
      torch.mm_out(y, x, weight.t());
    }

    void backward() {
      torch.mm_out(dx, y, weight);
      torch.mm_out(dWeight, y.t(), x);
    }
  }

  private final PointerScope scope = new PointerScope();
  private final int layers;
  private final List<Linear> linears = new ArrayList<>();

  /**
   * @param tokens rows of the activations
   * @param type float32 or bfloat16
   */
  public GemmLimit(EncoderConfig config, long tokens, ScalarType type) {
    this.layers = config.layers();
    long hidden = config.hiddenSize();
    long inner = config.intermediateSize();
    TensorOptions options = new TensorOptions(type);
    linears.add(Linear.of(tokens, hidden, 3 * hidden, options)); // query, key, value
    linears.add(Linear.of(tokens, hidden, hidden, options)); // attention's output
    linears.add(Linear.of(tokens, hidden, inner, options));
    linears.add(Linear.of(tokens, inner, hidden, options));
  }

  /** Floating-point operations for one token in all linear layers. */
  public static long flops(EncoderConfig config, Pass pass) {
    long hidden = config.hiddenSize();
    long weights = 4 * hidden * hidden + 2 * hidden * config.intermediateSize();
    return 2 * pass.products * config.layers() * weights;
  }

  /** The products of all layers once. */
  public void run(Pass pass) {
    try (PointerScope step = new PointerScope()) {
      for (int layer = 0; layer < layers; layer++) {
        linears.forEach(Linear::forward);
        if (pass == Pass.TRAINING) {
          linears.forEach(Linear::backward);
        }
      }
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
