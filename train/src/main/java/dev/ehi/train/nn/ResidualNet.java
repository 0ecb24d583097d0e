package dev.ehi.train.nn;

import dev.ehi.core.tree.Residual;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** The trainable {@code U x} and {@code c} of a level's {@code z = x + ReLU(U x + c)}. */
sealed interface ResidualNet {

  static ResidualNet of(Residual residual) {
    return switch (residual) {
      case Residual.None() -> new None();
      case Residual.Dense dense ->
          new Dense(Tensors.parameter(dense.weight()), Tensors.parameter(dense.bias()));
      case Residual.LowRank lowRank ->
          new LowRank(
              Tensors.parameter(lowRank.down()),
              Tensors.parameter(lowRank.up()),
              Tensors.parameter(lowRank.bias()));
    };
  }

  /** Trainable tensors by the last part of their name. */
  Map<String, Tensor> parameters();

  Residual toResidual();

  /** {@code z = x}. */
  record None() implements ResidualNet {
    @Override
    public Map<String, Tensor> parameters() {
      return Map.of();
    }

    @Override
    public Residual toResidual() {
      return new Residual.None();
    }
  }

  /** A hidden step that is there. */
  sealed interface Hidden extends ResidualNet {

    /** {@code U x}, without c. // (.., in) */
    Tensor project(Tensor x);

    /** c. // (in) */
    Tensor bias();
  }

  /**
   * The full matrix.
   *
   * @param weight // (in, in)
   * @param bias // (in)
   */
  record Dense(Tensor weight, Tensor bias) implements Hidden {
    @Override
    public Tensor project(Tensor x) {
      return torch.linear(x, weight, new TensorOptional());
    }

    @Override
    public Map<String, Tensor> parameters() {
      Map<String, Tensor> parameters = new LinkedHashMap<>();
      parameters.put("weight", weight);
      parameters.put("bias", bias);
      return parameters;
    }

    @Override
    public Residual toResidual() {
      return new Residual.Dense(Tensors.vectors(weight), Tensors.floats(bias));
    }
  }

  /**
   * {@code U = up down}.
   *
   * @param down // (rank, in)
   * @param up // (in, rank)
   * @param bias // (in)
   */
  record LowRank(Tensor down, Tensor up, Tensor bias) implements Hidden {
    @Override
    public Tensor project(Tensor x) {
      TensorOptional none = new TensorOptional();
      return torch.linear(torch.linear(x, down, none), up, none);
    }

    @Override
    public Map<String, Tensor> parameters() {
      Map<String, Tensor> parameters = new LinkedHashMap<>();
      parameters.put("down", down);
      parameters.put("up", up);
      parameters.put("bias", bias);
      return parameters;
    }

    @Override
    public Residual toResidual() {
      return new Residual.LowRank(Tensors.vectors(down), Tensors.vectors(up), Tensors.floats(bias));
    }
  }
}
