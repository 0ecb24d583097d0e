package dev.ehi.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Losses on tensors of double precision, where finite differences are exact enough. */
final class DoubleTensors {

  private static final double STEP = 1e-5;

  private DoubleTensors() {}

  static double[][] random(int rows, int columns, Random random) {
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      for (int j = 0; j < columns; j++) {
        row[j] = random.nextGaussian();
      }
    }
    return values;
  }

  /** Rows whose exponentials sum to 1. */
  static double[][] logSoftmax(double[][] logits) {
    double[][] out = new double[logits.length][];
    for (int i = 0; i < logits.length; i++) {
      double sum = 0;
      for (double logit : logits[i]) {
        sum += Math.exp(logit);
      }
      out[i] = logits[i].clone();
      for (int j = 0; j < out[i].length; j++) {
        out[i][j] -= Math.log(sum);
      }
    }
    return out;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double cosine(double[] a, double[] b) {
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  }

  static Tensor tensor(double[][] rows) {
    int columns = rows[0].length;
    double[] values = new double[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * columns, columns);
    }
    TensorOptions type = new TensorOptions(ScalarType.Double);
    return torch
        .from_blob(new DoublePointer(values), new long[] {rows.length, columns}, type)
        .clone();
  }

  /** Compares the gradient at {@code x} with central differences. */
  static void checkGradient(UnaryOperator<Tensor> loss, double[][] x) {
    Tensor input = tensor(x);
    input.set_requires_grad(true);
    loss.apply(input).backward();
    Tensor gradient = input.grad();
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[i].length; j++) {
        double value = x[i][j];
        x[i][j] = value + STEP;
        double above = loss.apply(tensor(x)).item_double();
        x[i][j] = value - STEP;
        double below = loss.apply(tensor(x)).item_double();
        x[i][j] = value;
        assertThat(gradient.select(0, i).select(0, j).item_double())
            .as("derivative by [%d][%d]", i, j)
            .isCloseTo((above - below) / (2 * STEP), within(1e-6));
      }
    }
  }
}
