package dev.ehi.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.testing.Randomized;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinkWalkTest {
  private static final float ANY = Float.NEGATIVE_INFINITY;

  private static LeafLinks links() {
    return LeafLinks.of(2, new int[] {1, 2, 0, -1, 3, 0, 2, 1, -1, -1});
  }

  private static LinkWalk walk(LeafLinks links, float... query) {
    LinkWalk walk = new LinkWalk(links);
    walk.begin(query);
    return walk;
  }

  @Test
  void opensWhatALeafIsLinkedToOnce() {
    LinkWalk walk = walk(links(), 1);
    assertThat(walk.isOpen(0)).isFalse();
    assertThat(walk.openPromising(new int[] {0}, ANY)).containsExactly(0);
    assertThat(walk.isOpen(0)).isTrue();
    assertThat(walk.next(new int[] {0}, ANY)).containsExactly(1, 2);
    assertThat(walk.next(new int[] {0}, ANY)).as("gone on from before").isEmpty();
    assertThat(walk.next(new int[] {1, 2, 2}, ANY)).as("0 is open").containsExactly(3);
    assertThat(walk.next(new int[] {4}, ANY)).as("a leaf without links").isEmpty();
    assertThat(walk.isOpen(3)).isTrue();
    assertThat(walk.isOpen(4)).isFalse();
    assertThat(walk.cost()).isZero();
  }

  /**
   * Sources are gone on from, eight at a time, until 64 leaves were looked at and one is opened.
   */
  @Randomized(times = 20)
  void passesByWhatIsNotPromising(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TreeShape shape = new TreeShape(random.nextInt(2, 30), 400, 1);
    LeafLinks links = RandomTrees.links(shape, random);
    while (links.sketches().isEmpty()) {
      links = RandomTrees.links(shape, random);
    }
    LeafSketches sketches = links.sketches().orElseThrow();
    float[] query = RandomTrees.row(shape.dim(), random);
    LinkWalk walk = walk(links, query);
    LeafEstimates estimates = sketches.estimates(query);
    Set<Integer> seen = new LinkedHashSet<>();
    Set<Integer> left = new TreeSet<>();
    int[] first = random.ints(random.nextInt(50), 0, 400).distinct().toArray();
    float lowest = (float) random.nextGaussian();
    int[] promising = first.clone();
    promising = Arrays.copyOf(promising, estimates.promising(promising, promising.length, lowest));
    assertThat(walk.openPromising(first.clone(), lowest)).isEqualTo(promising);
    IntStream.of(first).forEach(seen::add);
    for (int leaf : first) {
      boolean isPromising = IntStream.of(promising).anyMatch(other -> other == leaf);
      assertThat(walk.isOpen(leaf)).isEqualTo(isPromising);
    }
    for (int round = 0; round < 10; round++) {
      int[] sources = random.ints(random.nextInt(200), 0, 400).toArray();
      float least = (float) random.nextGaussian();
      int[] expected = expected(links, estimates, sources, least, seen, left);
      assertThat(walk.next(sources, least)).isEqualTo(expected);
      IntStream.of(expected).forEach(leaf -> assertThat(walk.isOpen(leaf)).isTrue());
    }
    assertThat(walk.cost()).isEqualTo(estimates.cost());
  }

  private static int[] expected(
      LeafLinks links,
      LeafEstimates estimates,
      int[] sources,
      float least,
      Set<Integer> seen,
      Set<Integer> left) {
    List<Integer> candidates = new ArrayList<>();
    int gone = 0;
    for (int rank = 0; rank < sources.length; rank++) {
      int source = sources[rank];
      if (left.add(source)) {
        gone++;
        IntStream.range(0, links.count(source))
            .mapToObj(i -> links.link(source, i))
            .filter(seen::add)
            .forEach(candidates::add);
      }
      boolean isEnough = candidates.size() >= 64 && gone % 8 == 0;
      if (isEnough || rank == sources.length - 1) {
        int[] leaves = candidates.stream().mapToInt(leaf -> leaf).toArray();
        int promising = estimates.promising(leaves, leaves.length, least);
        if (promising > 0) {
          return Arrays.copyOf(leaves, promising);
        }
        candidates.clear();
        gone = 0;
      }
    }
    return new int[0];
  }

  @Randomized(times = 20)
  void everySearchBeginsWithClosedLeaves(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    LeafLinks links = links();
    LinkWalk walk = new LinkWalk(links);
    for (int search = 0; search < 10; search++) {
      walk.begin(new float[] {1});
      Set<Integer> open = new TreeSet<>();
      for (int step = 0; step < 6; step++) {
        int leaf = random.nextInt(5);
        if (random.nextBoolean()) {
          walk.openPromising(new int[] {leaf}, ANY);
          open.add(leaf);
        } else {
          walk.next(new int[] {leaf}, ANY);
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
}
