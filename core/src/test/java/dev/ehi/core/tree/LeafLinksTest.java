package dev.ehi.core.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LeafLinksTest {

  @Test
  void aRowEndsAtTheFirstPlaceWithoutALink() {
    LeafLinks links = LeafLinks.of(2, new int[] {2, 1, 0, -1, -1, -1});
    assertThat(links.leaves()).isEqualTo(3);
    assertThat(links.most()).isEqualTo(2);
    assertThat(new int[] {links.count(0), links.count(1), links.count(2)}).containsExactly(2, 1, 0);
    assertThat(links.link(0, 0)).isEqualTo(2);
    assertThat(links.link(0, 1)).isEqualTo(1);
    assertThat(links.link(1, 0)).isZero();
  }

  @Test
  void refusesLinksThatLeadNowhere() {
    assertThatThrownBy(() -> LeafLinks.of(0, new int[0])).hasMessageContaining("cannot be 0");
    assertThatThrownBy(() -> LeafLinks.of(2, new int[3])).hasMessageContaining("3 links");
    assertThatThrownBy(() -> LeafLinks.of(1, new int[] {1, 2}))
        .hasMessage("link 0 of leaf 1 cannot lead to leaf 2 of 2");
    assertThatThrownBy(() -> LeafLinks.of(1, new int[] {0, 0}))
        .hasMessage("link 0 of leaf 0 cannot lead to leaf 0 of 2");
    assertThatThrownBy(() -> LeafLinks.of(2, new int[] {-1, 1, 0, -1}))
        .hasMessageContaining("link 1 of leaf 0");
    assertThatThrownBy(() -> LeafLinks.of(1, new int[] {-2, 0})).hasMessageContaining("leaf -2");
  }

  @Test
  void aTreeTakesLinksBetweenItsOwnLeaves() {
    Tree tree = RandomTrees.shared(new TreeShape(2, 3, 1), new SplittableRandom(1));
    LeafLinks two = LeafLinks.of(1, new int[] {1, 0});
    assertThatThrownBy(() -> tree.withLinks(two)).hasMessageContaining("2 leaves");
  }
}
