package dev.ehi.train.nn;

import dev.ehi.encoder.EncoderConfig;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Small building blocks of networks. */
final class Layers {

  private static final Scalar TWO = kept(2);
  private static final Scalar TINY = kept(1e-12);

  private Layers() {}

  static Tensor norm(Tensor x, Tensor weight, Tensor bias, double epsilon) {
    return torch.layer_norm(
        x,
        new long[] {x.size(-1)},
        new TensorOptional(weight),
        new TensorOptional(bias),
        epsilon,
        false);
  }

  static Tensor activation(Tensor x, EncoderConfig.Activation activation) {
    return switch (activation) {
      case GELU -> torch.gelu(x);
      case GELU_TANH -> torch.gelu(x, "tanh");
      case RELU -> torch.relu(x);
    };
  }

  static Tensor dropout(Tensor x, double rate) {
    return rate == 0 ? x : torch.dropout(x, rate, true);
  }

  /** Rows scaled to length 1. // (n, dim) */
  static Tensor normalize(Tensor x) {
    Tensor norms = x.norm(new ScalarOptional(TWO), new long[] {1}, true);
    return x.div(norms.clamp_min(TINY));
  }

  private static Scalar kept(double value) {
    try (StepScope scope = StepScope.open()) {
      return scope.keep(new Scalar(value));
    }
  }
}
