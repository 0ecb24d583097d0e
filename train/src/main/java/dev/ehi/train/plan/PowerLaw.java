package dev.ehi.train.plan;

import dev.ehi.train.nn.StepScope;
import dev.ehi.train.nn.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * {@code y = exp(sum_i w_i x_i)}, fitted by least squares to the logarithm of y.
 *
 * @param used which of the inputs have a weight
 * @param weights of these
 */
record PowerLaw(List<Integer> used, List<Double> weights) {

  PowerLaw {
    used = List.copyOf(used);
    weights = List.copyOf(weights);
  }

  /**
   * Fits. Inputs that never vary have no weight, but the first, which is the constant.
   *
   * @param inputs // (samples, inputs)
   * @param outputs above 0 // (samples)
   */
  static PowerLaw fit(double[][] inputs, double[] outputs) {
    List<Integer> used = new ArrayList<>(List.of(0));
    for (int i = 1; i < inputs[0].length; i++) {
      if (varies(inputs, i)) {
        used.add(i);
      }
    }
    float[] rows = new float[inputs.length * used.size()];
    float[] logarithms = new float[outputs.length];
    for (int row = 0; row < inputs.length; row++) {
      logarithms[row] = (float) Math.log(outputs[row]);
      for (int i = 0; i < used.size(); i++) {
        rows[row * used.size() + i] = (float) inputs[row][used.get(i)];
      }
    }
    return new PowerLaw(used, solve(rows, logarithms));
  }

  private static boolean varies(double[][] inputs, int column) {
    for (double[] row : inputs) {
      if (row[column] != inputs[0][column]) {
        return true;
      }
    }
    return false;
  }

  private static List<Double> solve(float[] rows, float[] targets) {
    try (StepScope scope = StepScope.open()) {
      Tensor matrix = Tensors.of(rows).view(targets.length, -1).to(torch.ScalarType.Double);
      Tensor column = Tensors.of(targets).view(-1, 1).to(torch.ScalarType.Double);
      Tensor solution = torch.linalg_lstsq(matrix, column).get0();
      List<Double> weights = new ArrayList<>();
      for (float weight : Tensors.floats(solution.to(torch.ScalarType.Float).contiguous())) {
        weights.add((double) weight);
      }
      return weights;
    }
  }

  double of(double[] inputs) {
    double sum = 0;
    for (int i = 0; i < used.size(); i++) {
      sum += weights.get(i) * inputs[used.get(i)];
    }
    return Math.exp(sum);
  }
}
