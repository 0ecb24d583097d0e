package dev.ehi.train.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.vector.Adapter;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.testing.Native;
import java.util.Random;
import org.junit.jupiter.api.Test;

@Native
class TorchAdapterTest {

  @Randomized(times = 10)
  void computesWhatTheAdapterDoes(long seed) {
    Random random = new Random(seed);
    int dim = 1 + random.nextInt(30);
    int rank = 1 + random.nextInt(9);
    Adapter adapter =
        new Adapter(
            RandomTrees.vectors(rank, dim, 1, random),
            RandomTrees.floats(rank, random),
            RandomTrees.vectors(dim, rank, 1, random));
    Vectors vectors = RandomTrees.vectors(5, dim, 1, random);
    try (TorchAdapter net = TorchAdapter.of(adapter)) {
      Vectors adapted = Tensors.vectors(net.apply(Tensors.of(vectors)));
      Adapter copy = net.toAdapter();
      for (int i = 0; i < vectors.size(); i++) {
        float[] expected = vectors.row(i);
        adapter.apply(expected);
        assertThat(adapted.row(i)).containsExactly(expected, within(1e-5f));
        float[] copied = vectors.row(i);
        copy.apply(copied);
        assertThat(copied).containsExactly(expected);
      }
    }
  }

  @Test
  void startsAsTheIdentity() {
    Random random = new Random(3);
    Vectors vectors = RandomTrees.vectors(4, 7, 1, random);
    vectors.normalize();
    try (TorchAdapter net = TorchAdapter.identity(7, 3, random)) {
      Vectors adapted = Tensors.vectors(net.apply(Tensors.of(vectors)));
      assertThat(adapted.toArray()).containsExactly(vectors.toArray(), within(1e-6f));
    }
  }
}
