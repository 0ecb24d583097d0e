package dev.ehi.train.nn;

import dev.ehi.encoder.WeightTensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The AdamW update of one parameter and its two moments. */
public final class AdamW implements AutoCloseable {

  static final List<String> MOMENTS = List.of(".first_moment", ".second_moment");

  /** Large parameters are updated in pieces that stay in the processor's cache. */
  private static final long CHUNK = 1 << 16;

  /**
   * Settings that all parameters share.
   *
   * @param beta1 decay of the mean of gradients
   * @param beta2 decay of the mean of squared gradients
   * @param epsilon added to the root of the latter
   * @param maxNorm the global gradient norm is clipped to this; infinity for never
   */
  public record Config(double beta1, double beta2, double epsilon, double maxNorm) {

    /** The values usual for transformers: .9, .999, 1e-8, clipped at norm 1. */
    public static final Config DEFAULT = new Config(.9, .999, 1e-8, 1);

    public Config {
      if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
        throw new IllegalArgumentException(
            "betas must be in [0, 1), got %s and %s".formatted(beta1, beta2));
      }
      if (!(epsilon > 0) || !(maxNorm > 0)) {
        throw new IllegalArgumentException(
            "epsilon and maxNorm must be above 0, got %s and %s".formatted(epsilon, maxNorm));
      }
    }
  }

  private final Config config;
  private final double learningRate;
  private final double weightDecay;
  private final Tensor parameter;
  private final Tensor first; // m
  private final Tensor second; // v

  AdamW(Config config, ParameterGroup group, Tensor parameter) {
    this.config = config;
    this.learningRate = group.learningRate();
    this.weightDecay = parameter.dim() > 1 ? group.weightDecay() : 0;
    this.parameter = parameter;
    try (StepScope scope = StepScope.open()) {
      first = scope.keep(torch.zeros(parameter.numel()));
      second = scope.keep(torch.zeros(parameter.numel()));
    }
  }

  void zeroGradient() {
    try (StepScope scope = StepScope.open()) {
      parameter.mutable_grad().reset();
    }
  }

  double gradientNorm() {
    Tensor gradient = parameter.grad();
    return gradient.defined() ? gradient.norm().item_double() : 0;
  }

  /**
   * @param step counted from 1
   * @param scale of the learning rate
   * @param clip what the gradient is multiplied by
   */
  void step(long step, double scale, double clip) {
    Tensor gradient = parameter.grad();
    if (!gradient.defined()) {
      return;
    }
    double rate = learningRate * scale;
    double correction1 = 1 - Math.pow(config.beta1(), (double) step);
    double correction2 = Math.sqrt(1 - Math.pow(config.beta2(), (double) step));
    // p -= rate m / c1 / (sqrt(v) / c2 + eps), with both corrections moved out of the loop
    Scalar beta1 = new Scalar(config.beta1());
    Scalar beta2 = new Scalar(config.beta2());
    Scalar gain1 = new Scalar((1 - config.beta1()) * clip);
    Scalar gain2 = new Scalar((1 - config.beta2()) * clip * clip);
    Scalar epsilon = new Scalar(config.epsilon() * correction2);
    Scalar move = new Scalar(-rate * correction2 / correction1);
    Scalar keep = new Scalar(1 - rate * weightDecay);
    Tensor p = parameter.view(-1);
    Tensor g = gradient.contiguous().view(-1);
    for (long from = 0; from < p.numel(); from += CHUNK) {
      long length = Math.min(CHUNK, p.numel() - from);
      try (StepScope scope = StepScope.open()) {
        Tensor pieceOfG = g.narrow(0, from, length);
        Tensor m = first.narrow(0, from, length).mul_(beta1).add_(pieceOfG, gain1);
        Tensor v = second.narrow(0, from, length).mul_(beta2).addcmul_(pieceOfG, pieceOfG, gain2);
        Tensor pieceOfP = p.narrow(0, from, length);
        if (weightDecay > 0) {
          pieceOfP.mul_(keep);
        }
        pieceOfP.addcdiv_(m, v.sqrt().add_(epsilon), move);
      }
    }
  }

  List<WeightTensor> state(String key) {
    return List.of(
        Tensors.weight(key + MOMENTS.get(0), first), Tensors.weight(key + MOMENTS.get(1), second));
  }

  /** Takes over saved moments, got by name. */
  void restore(String key, Function<String, WeightTensor> saved) {
    List<Tensor> moments = List.of(first, second);
    for (int i = 0; i < moments.size(); i++) {
      WeightTensor moment = saved.apply(key + MOMENTS.get(i));
      if (moment.size() != parameter.numel()) {
        throw new IllegalArgumentException(
            "the saved %s does not fit a parameter of shape %s"
                .formatted(moment, Arrays.toString(Tensors.shape(parameter))));
      }
      Tensors.assign(moments.get(i), moment);
    }
  }

  @Override
  public void close() {
    first.close();
    second.close();
  }
}
