package dev.ehi.train.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.tree.Conditioning;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.encoder.SafeTensors;
import dev.ehi.encoder.WeightTensor;
import dev.ehi.train.testing.Native;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Native
class OptimizerTest {

  private static final AdamW.Config NO_CLIPPING = new AdamW.Config(.9, .999, 1e-8, 1e9);

  /** A gradient is the given numbers: the loss is their dot product with the parameter. */
  private static void setGradient(Tensor parameter, float[] gradient) {
    parameter.mul(Tensors.of(gradient).view_as(parameter)).sum().backward();
  }

  @Test
  void followsTheFormulaOfAdamW() {
    Random random = new Random(5);
    int size = 70_001; // more than one piece
    Tensor matrix = Tensors.parameter(RandomTrees.vectors(1, size, 1, random));
    ParameterGroup group = new ParameterGroup("g", Map.of("matrix", matrix), .01, .1);
    double[] p = new double[size];
    double[] m = new double[size];
    double[] v = new double[size];
    float[] start = Tensors.floats(matrix);
    for (int i = 0; i < size; i++) {
      p[i] = start[i];
    }
    try (Optimizer optimizer = new Optimizer(NO_CLIPPING, List.of(group))) {
      for (int step = 1; step <= 4; step++) {
        float[] gradient = RandomTrees.floats(size, random);
        double scale = 1.0 / step;
        optimizer.zeroGradients();
        setGradient(matrix, gradient);
        optimizer.step(scale);
        for (int i = 0; i < size; i++) {
          m[i] = .9 * m[i] + .1 * gradient[i];
          v[i] = .999 * v[i] + .001 * gradient[i] * gradient[i];
          double rate = .01 * scale;
          p[i] -= rate * .1 * p[i];
          double meanOfSquares = v[i] / (1 - Math.pow(.999, step));
          p[i] -= rate * m[i] / (1 - Math.pow(.9, step)) / (Math.sqrt(meanOfSquares) + 1e-8);
        }
      }
      assertThat(optimizer.steps()).isEqualTo(4);
    }
    float[] moved = Tensors.floats(matrix);
    for (int i = 0; i < size; i++) {
      assertThat((double) moved[i]).isCloseTo(p[i], within(1e-5));
    }
  }

  @Test
  void clipsByTheNormOverAllGroupsAndReportsEach() {
    Tensor a = Tensors.parameter(new float[] {1, 1});
    Tensor b = Tensors.parameter(new float[] {1});
    AdamW.Config clipAtOne = new AdamW.Config(0, 0, 1e3, 1);
    List<ParameterGroup> groups =
        List.of(
            new ParameterGroup("a", Map.of("w", a), 1000, 0),
            new ParameterGroup("b", Map.of("w", b), 1000, 0));
    try (Optimizer optimizer = new Optimizer(clipAtOne, groups)) {
      setGradient(a, new float[] {3, 4});
      setGradient(b, new float[] {12});
      GradientNorms norms = optimizer.step(1);
      assertThat(norms.total()).isEqualTo(13, within(1e-6));
      assertThat(norms.byGroup()).containsExactly(Map.entry("a", 5.0), Map.entry("b", 12.0));
      // With a huge epsilon a step is proportional to the clipped gradient.
      assertThat(Tensors.floats(b)[0]).isCloseTo(1 - 12f / 13, within(1e-3f));
      assertThat(Tensors.floats(a)[1]).isCloseTo(1 - 4f / 13, within(1e-3f));
    }
  }

  @Test
  void biasesDoNotDecay() {
    Tensor matrix = Tensors.parameter(RandomTrees.vectors(1, 2, 1, new Random(1)));
    Tensor bias = Tensors.parameter(new float[] {5, 6});
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("weight", matrix);
    parameters.put("bias", bias);
    float[] before = Tensors.floats(matrix);
    ParameterGroup group = new ParameterGroup("g", parameters, .1, .5);
    try (Optimizer optimizer = new Optimizer(NO_CLIPPING, List.of(group))) {
      setGradient(matrix, new float[2]);
      setGradient(bias, new float[2]);
      optimizer.step(1);
    }
    assertThat(Tensors.floats(bias)).containsExactly(5, 6);
    assertThat(Tensors.floats(matrix)[0]).isCloseTo(before[0] * .95f, within(1e-6f));
  }

  @Test
  void refusesNonFiniteGradientsAndChangesNothing() {
    Tensor fine = Tensors.parameter(new float[] {1});
    Tensor broken = Tensors.parameter(new float[] {2});
    ParameterGroup group =
        new ParameterGroup("tree", Map.of("fine", fine, "broken", broken), .1, 0);
    try (Optimizer optimizer = new Optimizer(NO_CLIPPING, List.of(group))) {
      setGradient(fine, new float[] {1});
      setGradient(broken, new float[] {Float.NaN});
      assertThatThrownBy(() -> optimizer.step(1))
          .isInstanceOf(NonFiniteGradientException.class)
          .hasMessageContaining("tree/broken");
      assertThat(Tensors.floats(fine)).containsExactly(1);
      assertThat(optimizer.steps()).isZero();
    }
  }

  @Test
  void refusesTheStateOfAnotherModel() {
    Tensor one = Tensors.parameter(new float[] {1});
    Tensor two = Tensors.parameter(new float[] {1, 2});
    try (Optimizer first =
            new Optimizer(NO_CLIPPING, List.of(new ParameterGroup("g", Map.of("w", one), .1, 0)));
        Optimizer second =
            new Optimizer(NO_CLIPPING, List.of(new ParameterGroup("g", Map.of("w", two), .1, 0)))) {
      assertThatThrownBy(() -> second.restore(byName(first.state())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("does not fit");
    }
  }

  @Test
  void aResumedRunEqualsTheUninterruptedOneBitForBit(@TempDir Path dir) throws IOException {
    Tree start = RandomTrees.of(new TreeShape(11, 3, 2), Conditioning.ONE_HOT, new Random(8));
    Run whole = new Run(start);
    whole.steps(0, 10);

    Run firstHalf = new Run(start);
    firstHalf.steps(0, 5);
    Path file = dir.resolve("optimizer.safetensors");
    SafeTensors.write(file, firstHalf.optimizer.state(), Map.of());
    Run secondHalf = new Run(firstHalf.indexer.toTree());
    secondHalf.optimizer.restore(SafeTensors.read(file));
    secondHalf.steps(5, 10);

    assertThat(secondHalf.optimizer.steps()).isEqualTo(10);
    assertThat(secondHalf.indexer.toTree().id()).isEqualTo(whole.indexer.toTree().id());
    Run withoutState = new Run(firstHalf.indexer.toTree());
    withoutState.steps(5, 10);
    assertThat(withoutState.indexer.toTree().id()).isNotEqualTo(whole.indexer.toTree().id());
  }

  private static Map<String, WeightTensor> byName(List<WeightTensor> tensors) {
    Map<String, WeightTensor> map = new LinkedHashMap<>();
    tensors.forEach(tensor -> map.put(tensor.name(), tensor));
    return map;
  }

  /** Trains a tree, with dropout, towards leaf 0. */
  private static final class Run {
    final TorchIndexer indexer;
    final Optimizer optimizer;

    Run(Tree tree) {
      indexer = TorchIndexer.of(tree);
      optimizer =
          new Optimizer(
              AdamW.Config.DEFAULT, List.of(ParameterGroup.of("tree", indexer, .01, .01)));
    }

    void steps(int from, int to) {
      for (int step = from; step < to; step++) {
        Torch.seed(step);
        try (StepScope scope = StepScope.open()) {
          optimizer.zeroGradients();
          Tensor u = Tensors.of(RandomTrees.vectors(20, 11, 1, new Random(step)));
          Tensor dropped = torch.dropout(u, .2, true);
          indexer
              .leafLogProbabilities(dropped)
              .select(1, 0)
              .mean()
              .mul(new Scalar(-1.0))
              .backward();
          optimizer.step(1.0 / (1 + step));
        }
      }
    }
  }
}
