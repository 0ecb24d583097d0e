package dev.ehi.core.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.vector.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TreeCodecTest {

  @Randomized
  void aTreeReadBackRoutesAlike(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.any(random);

    Tree copy = TreeCodec.decode(TreeCodec.encode(tree));

    assertThat(copy.id()).isEqualTo(tree.id());
    assertThat(copy.shape()).isEqualTo(tree.shape());
    assertThat(copy.conditioning()).isEqualTo(tree.conditioning());
    assertThat(copy.links().map(LeafLinks::toArray))
        .usingRecursiveComparison()
        .isEqualTo(tree.links().map(LeafLinks::toArray));
    assertThat(copy.links().flatMap(LeafLinks::sketches).map(TreeCodecTest::content))
        .usingRecursiveComparison()
        .isEqualTo(tree.links().flatMap(LeafLinks::sketches).map(TreeCodecTest::content));
    for (int i = 0; i < 10; i++) {
      float[] u = RandomTrees.row(tree.shape().dim(), random);
      assertThat(copy.documentRouter().leaf(u)).isEqualTo(tree.documentRouter().leaf(u));
      assertThat(copy.queryRouter().leaf(u)).isEqualTo(tree.queryRouter().leaf(u));
    }
  }

  private static List<Object> content(LeafSketches sketches) {
    return List.of(sketches.centre(), sketches.bits(), sketches.factors());
  }

  /** In numbers of 32 bits. */
  private static int size(LeafSketches sketches) {
    return sketches.dim() + 2 * sketches.bits().length + sketches.leaves();
  }

  @Randomized(times = 10)
  void anyChangeOfTheContentChangesTheId(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.any(random);
    int links =
        tree.links().map(l -> 1 + l.leaves() * l.most()).orElse(0)
            + tree.links().flatMap(LeafLinks::sketches).map(TreeCodecTest::size).orElse(0);
    byte[] bytes = TreeCodec.encode(tree);
    byte[] changed = bytes.clone();
    int afterLastBias = bytes.length - (1 + links) * Integer.BYTES;
    changed[afterLastBias - 1 - random.nextInt(2)] ^= 1;
    assertThat(TreeCodec.decode(changed).id()).isNotEqualTo(TreeCodec.decode(bytes).id());
  }

  @Randomized(times = 5)
  void otherLinksAreAnotherTree(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tree tree = RandomTrees.shared(new TreeShape(3, 3, 1), random);
    Tree linked = tree.withLinks(LeafLinks.of(1, new int[] {1, 2, 0}));
    assertThat(linked.id()).isNotEqualTo(tree.id());
    assertThat(linked.withLinks(LeafLinks.of(1, new int[] {2, 0, 1})).id())
        .isNotEqualTo(linked.id());
    assertThat(linked.withQueries(tree).links()).isEqualTo(linked.links());
    LeafSketches sketches = LeafSketches.of(Vectors.of(new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 3));
    Tree seen = tree.withLinks(linked.links().orElseThrow().withSketches(sketches));
    assertThat(seen.id()).isNotEqualTo(linked.id());
  }

  @Test
  void sketchesWithoutLinksAreRefused() {
    SplittableRandom random = new SplittableRandom(3);
    byte[] bytes = TreeCodec.encode(RandomTrees.shared(new TreeShape(3, 3, 1), random));
    bytes[bytes.length - Integer.BYTES] = 4;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TreeCodec.decode(bytes))
        .withMessage("unknown parts of a tree 4");
  }

  @Randomized(times = 20)
  void truncatedBytesAreRefused(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = TreeCodec.encode(RandomTrees.any(random));
    byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    assertThatIllegalArgumentException().isThrownBy(() -> TreeCodec.decode(cut));
  }

  @Test
  void foreignBytesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TreeCodec.decode(new byte[64]))
        .withMessageContaining("not an encoded tree");
    byte[] longer = Arrays.copyOf(TreeCodec.encode(Tree.single(2)), 100);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TreeCodec.decode(longer))
        .withMessageContaining("follow the encoded tree");
  }
}
