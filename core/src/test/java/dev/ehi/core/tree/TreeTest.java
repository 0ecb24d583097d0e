package dev.ehi.core.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.vector.Vectors;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeTest {

  @Test
  void leavesAreNumberedByTheirPath() {
    TreeShape shape = new TreeShape(16, 3, 4);
    assertThat(shape.leaves()).isEqualTo(81);
    assertThat(shape.path(0)).containsExactly(0, 0, 0, 0);
    assertThat(shape.path(((1 * 3 + 0) * 3 + 2) * 3 + 1)).containsExactly(1, 0, 2, 1);
  }

  @Test
  void shapesOutOfRangeAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new TreeShape(0, 2, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new TreeShape(1, 2, 9));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TreeShape(1, 10_000, 2))
        .withMessageContaining("10000^2 leaves");
  }

  @Test
  void levelsOfTheWrongShapeAreNamed() {
    Level level = new Level(new Residual.None(), Vectors.allocate(4, 5), new float[4]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tree(new TreeShape(6, 4, 1), Conditioning.ONE_HOT, 1, List.of(level)))
        .withMessageContaining("level 1")
        .withMessageContaining("needs weights (4, 6), got (4, 5)");
  }

  @Test
  void balanceOfEvenAndUnevenLeaves() {
    LeafBalance even = LeafBalance.of(new int[] {5, 5, 5});
    assertThat(even.maxOverMean()).isEqualTo(1);
    assertThat(even.variation()).isZero();

    LeafBalance uneven = LeafBalance.of(new int[] {6, 2, 4, 0});
    assertThat(uneven.empty()).isEqualTo(1);
    assertThat(uneven.documents()).isEqualTo(12);
    assertThat(uneven.maxOverMean()).isEqualTo(2);
    assertThat(uneven.variation()).isCloseTo(Math.sqrt(5) / 3, within(1e-12));

    assertThat(LeafBalance.of(new int[4]).maxOverMean()).isZero();
  }
}
