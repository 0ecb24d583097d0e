package dev.ehi.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.testing.Randomized;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LinkWalkTest {

  private static LeafLinks links() {
    return LeafLinks.of(2, new int[] {1, 2, 0, -1, 3, 0, 2, 1, -1, -1});
  }

  @Test
  void opensWhatALeafIsLinkedToOnce() {
    LinkWalk walk = new LinkWalk(links());
    assertThat(walk.isOpen(0)).isFalse();
    assertThat(walk.open(0)).isTrue();
    assertThat(walk.open(0)).isFalse();
    assertThat(linked(walk, 0)).containsExactly(1, 2);
    assertThat(linked(walk, 0)).as("gone on from before").isEmpty();
    assertThat(linked(walk, 1)).as("0 is open").isEmpty();
    assertThat(linked(walk, 2)).containsExactly(3);
    assertThat(linked(walk, 4)).as("a leaf without links").isEmpty();
    assertThat(walk.isOpen(3)).isTrue();
    assertThat(walk.isOpen(4)).isFalse();
  }

  @Randomized(times = 20)
  void everySearchBeginsWithClosedLeaves(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    LeafLinks links = links();
    LinkWalk walk = new LinkWalk(links);
    for (int search = 0; search < 10; search++) {
      walk.restart();
      Set<Integer> open = new TreeSet<>();
      for (int step = 0; step < 6; step++) {
        int leaf = random.nextInt(5);
        if (random.nextBoolean()) {
          assertThat(walk.open(leaf)).isEqualTo(open.add(leaf));
        } else {
          linked(walk, leaf);
          for (int rank = 0; rank < links.count(leaf); rank++) {
            open.add(links.link(leaf, rank));
          }
        }
        for (int i = 0; i < 5; i++) {
          assertThat(walk.isOpen(i)).isEqualTo(open.contains(i));
        }
      }
    }
  }

  private static List<Integer> linked(LinkWalk walk, int leaf) {
    List<Integer> opened = new ArrayList<>();
    walk.goOn(leaf, opened::add);
    return opened;
  }
}
