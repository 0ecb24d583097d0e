package dev.ehi.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.testing.Randomized;
import dev.ehi.train.testing.Native;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

@Native
class ContrastTest {

  @Randomized(times = 10)
  void infoNceFollowsItsFormula(long seed) {
    Random random = new Random(seed);
    int n = 1 + random.nextInt(6);
    int m = 1 + random.nextInt(9);
    double temperature = .2 + random.nextDouble();
    double[][] s = DoubleTensors.random(n, m, random);
    RandomTargets targets = new RandomTargets(n, m, random.nextDouble(), random);
    InfoNce loss = new InfoNce(temperature);
    assertThat(loss.of(DoubleTensors.tensor(s), targets.targets).item_double())
        .isCloseTo(targets.infoNce(s, temperature), within(1e-9));
    DoubleTensors.checkGradient(x -> loss.of(x, targets.targets), s);
  }

  @Randomized(times = 10)
  void hingeFollowsItsFormula(long seed) {
    Random random = new Random(seed);
    int n = 1 + random.nextInt(6);
    int m = 1 + random.nextInt(9);
    double[][] s = DoubleTensors.random(n, m, random);
    for (double[] row : s) {
      Arrays.setAll(row, j -> Math.rint(row[j] * 100) / 100);
    }
    double margin = .105 + random.nextInt(90) / 100.0; // so no triplet lies on the kink
    RandomTargets targets = new RandomTargets(n, m, random.nextDouble(), random);
    HingeTriplet loss = new HingeTriplet(margin);
    assertThat(loss.of(DoubleTensors.tensor(s), targets.targets).item_double())
        .isCloseTo(targets.hinge(s, margin), within(1e-9));
    DoubleTensors.checkGradient(x -> loss.of(x, targets.targets), s);
  }

  @Test
  void aKnownPositiveIsNoNegative() {
    // Query 0 has documents 0 and 1 as positives; 1 is more similar to it than 0.
    Tensor s = DoubleTensors.tensor(new double[][] {{.5, .9, .1}, {.2, .8, .3}});
    int[] positive = {0, 1};
    Targets masked = Targets.of(positive, 3, (q, d) -> q != 0 || d != 1);
    Targets unmasked = Targets.of(positive, 3, (q, d) -> true);
    for (Contrast contrast : new Contrast[] {new InfoNce(.1), new HingeTriplet(.3)}) {
      double with = contrast.of(s, masked).item_double();
      double without = contrast.of(s, unmasked).item_double();
      assertThat(without).as("%s", contrast).isGreaterThan(with * 1.5);
    }
  }

  @Test
  void ignoredDocumentsGetNoGradient() {
    Targets masked = Targets.of(new int[] {0, 1}, 3, (q, d) -> d != 2);
    for (Contrast contrast : new Contrast[] {new InfoNce(.1), new HingeTriplet(5)}) {
      Tensor s = DoubleTensors.tensor(new double[][] {{.5, .9, .1}, {.2, .8, .3}});
      s.set_requires_grad(true);
      contrast.of(s, masked).backward();
      assertThat(s.grad().select(1, 2).abs().sum().item_double()).isZero();
      assertThat(s.grad().select(1, 0).abs().sum().item_double()).isGreaterThan(0);
    }
  }

  @Test
  void refusesAPositiveOutsideTheBatch() {
    assertThatThrownBy(() -> Targets.of(new int[] {0, 3}, 3, (q, d) -> true))
        .hasMessage("query 1 has document 3 as its positive, the batch has 3 documents");
  }
}
