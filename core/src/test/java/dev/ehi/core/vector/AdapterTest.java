package dev.ehi.core.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AdapterTest {

  @Test
  void addsTheRectifiedChangeAndNormalises() {
    Vectors down = Vectors.of(new float[][] {{1, 0}, {0, -1}});
    Vectors up = Vectors.of(new float[][] {{0, 5}, {2, 0}});
    float[] u = {.6f, .8f};

    new Adapter(down, new float[] {.4f, 0}, up).apply(u);

    // hidden = ReLU(.6 + .4, -.8) = (1, 0); change = (0, 2); u + change = (.6, 2.8)
    double length = Math.hypot(.6, 2.8);
    assertThat(u)
        .containsExactly(
            new float[] {(float) (.6 / length), (float) (2.8 / length)}, within(1e-6f));
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Adapter(Vectors.allocate(2, 4), new float[2], Vectors.allocate(4, 3)))
        .withMessageContaining("up (4, 3)");
  }
}
