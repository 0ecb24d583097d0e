package dev.ehi.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinkSelectionTest {

  /** By the kernel, whose last bit decides between leaves that are as near. */
  private static double distance(Vectors means, int a, int b) {
    return 2 - 2 * DotProduct.best().dot(means.row(a), means.row(b));
  }

  private static List<Integer> nearestFirst(Vectors means, int leaf, Iterable<Integer> leaves) {
    List<Integer> sorted = new ArrayList<>();
    leaves.forEach(sorted::add);
    sorted.sort(
        Comparator.comparingDouble((Integer to) -> distance(means, leaf, to))
            .thenComparing(Comparator.naturalOrder()));
    return sorted;
  }

  /** Leaves to which no way through another one of them is shorter, with a slack of a tenth. */
  private static List<Integer> apart(Vectors means, int leaf, List<Integer> sorted, int most) {
    List<Integer> kept = new ArrayList<>();
    for (int to : sorted) {
      boolean isApart =
          kept.stream()
              .allMatch(via -> 1.1 * distance(means, via, to) >= distance(means, leaf, to));
      if (isApart && kept.size() < most) {
        kept.add(to);
      }
    }
    return kept;
  }

  private static List<List<Integer>> expected(Vectors means, int[][] candidates, int most) {
    List<Set<Integer>> mutual = new ArrayList<>();
    for (int leaf = 0; leaf < candidates.length; leaf++) {
      mutual.add(new LinkedHashSet<>());
    }
    for (int leaf = 0; leaf < candidates.length; leaf++) {
      List<Integer> sorted =
          nearestFirst(means, leaf, IntStream.of(candidates[leaf]).boxed().toList());
      for (int to : apart(means, leaf, sorted, Math.max(1, most * 3 / 4))) {
        mutual.get(leaf).add(to);
        mutual.get(to).add(leaf);
      }
    }
    List<List<Integer>> links = new ArrayList<>();
    for (int leaf = 0; leaf < candidates.length; leaf++) {
      List<Integer> sorted = nearestFirst(means, leaf, mutual.get(leaf));
      Set<Integer> kept = new LinkedHashSet<>(apart(means, leaf, sorted, most));
      for (int to : sorted) {
        if (kept.size() < most) {
          kept.add(to);
        }
      }
      links.add(List.copyOf(kept));
    }
    return links;
  }

  private static int[] some(int leaves, int except, int count, SplittableRandom random) {
    return random.ints(count, 0, leaves).filter(leaf -> leaf != except).distinct().toArray();
  }

  private static List<Integer> of(LeafLinks links, int leaf) {
    return IntStream.range(0, links.count(leaf)).mapToObj(i -> links.link(leaf, i)).toList();
  }

  @Randomized(times = 30)
  void leadInDifferentDirectionsAndBack(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int leaves = random.nextInt(1, 60);
    Vectors means = RandomTrees.matrix(leaves, random.nextInt(2, 21), random);
    means.normalize();
    int[][] candidates = new int[leaves][];
    for (int leaf = 0; leaf < leaves; leaf++) {
      candidates[leaf] = some(leaves, leaf, random.nextInt(25), random);
    }
    int most = random.nextInt(1, 12);

    LeafLinks links = new LinkSelection(means, candidates).of(most);

    List<List<Integer>> expected = expected(means, candidates, most);
    for (int leaf = 0; leaf < leaves; leaf++) {
      assertThat(of(links, leaf)).isEqualTo(expected.get(leaf));
    }
  }

  @Test
  void leadsThroughALeafThatIsOnTheWay() {
    Vectors means =
        Vectors.of(new float[][] {{1, 0}, {.8f, .6f}, {.6f, .8f}, {.8f, -.6f}}); // on a circle
    int[][] candidates = {{1, 2, 3}, {}, {}, {}};
    LeafLinks links = new LinkSelection(means, candidates).of(8);
    assertThat(of(links, 0)).containsExactly(1, 3);
    assertThat(of(links, 1)).containsExactly(0);
    assertThat(of(links, 2)).isEmpty();
    assertThat(of(links, 3)).containsExactly(0);
  }
}
