package dev.ehi.core.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ehi.core.testing.Randomized;
import java.util.Arrays;
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
    for (int i = 0; i < 10; i++) {
      float[] u = RandomTrees.row(tree.shape().dim(), random);
      assertThat(copy.documentRouter().leaf(u)).isEqualTo(tree.documentRouter().leaf(u));
      assertThat(copy.queryRouter().leaf(u)).isEqualTo(tree.queryRouter().leaf(u));
    }
  }

  @Randomized(times = 10)
  void anyChangeOfTheContentChangesTheId(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = TreeCodec.encode(RandomTrees.any(random));
    byte[] changed = bytes.clone();
    changed[bytes.length - Integer.BYTES - 1 - random.nextInt(2)] ^= 1; // of the last bias
    assertThat(TreeCodec.decode(changed).id()).isNotEqualTo(TreeCodec.decode(bytes).id());
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
