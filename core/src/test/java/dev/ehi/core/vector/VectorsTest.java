package dev.ehi.core.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class VectorsTest {

  private final Vectors vectors = Vectors.of(new float[][] {{3, 4}, {0, 0}, {1, 0}});

  @Test
  void rowsAreCopiedInAndOut() {
    assertThat(vectors.row(0)).containsExactly(3, 4);
    assertThat(vectors.get(0, 1)).isEqualTo(4);
    assertThat(vectors.toArray()).containsExactly(3, 4, 0, 0, 1, 0);
    assertThat(vectors.gather(new int[] {2, 0}).toArray()).containsExactly(1, 0, 3, 4);
  }

  @Test
  void slicesShareMemory() {
    vectors.slice(1, 3).set(0, new float[] {7, 8});
    assertThat(vectors.row(1)).containsExactly(7, 8);
  }

  @Test
  void normalizeKeepsZeroRows() {
    vectors.normalize();
    assertThat(vectors.row(0)).containsExactly(new float[] {.6f, .8f}, within(1e-6f));
    assertThat(vectors.row(1)).containsExactly(0, 0);
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> vectors.set(0, new float[3]));
    assertThatIllegalArgumentException().isThrownBy(() -> Vectors.of(new float[5], 2));
    assertThatIllegalArgumentException().isThrownBy(() -> Vectors.of(new float[0][]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Vectors.wrap(MemorySegment.ofArray(new byte[7]), 1, 2))
        .withMessageContaining("need 8 bytes");
  }
}
