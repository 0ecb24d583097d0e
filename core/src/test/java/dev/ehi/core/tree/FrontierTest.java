package dev.ehi.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.testing.Randomized;
import java.util.SplittableRandom;

/** Against a heap that holds every child. */
class FrontierTest {

  @Randomized
  void nodesComeInTheOrderOfAHeap(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Frontier frontier = new Frontier();
    for (int repeat = 0; repeat < 3; repeat++) {
      frontier.clear();
      NodeHeap heap = new NodeHeap();
      int next = 0;
      for (int turn = 0; turn < 200; turn++) {
        if (heap.isEmpty() || random.nextInt(4) == 0) {
          float parent = -random.nextInt(3);
          float[] branches = new float[random.nextInt(1, 40)];
          for (int i = 0; i < branches.length; i++) {
            branches[i] = -random.nextInt(6); // with many ties
            heap.push(next + i, parent + branches[i]);
          }
          frontier.add(next, parent, branches);
          next += branches.length;
        } else {
          assertThat(frontier.topNode()).isEqualTo(heap.topNode());
          assertThat(frontier.topKey()).isEqualTo(heap.topKey());
          frontier.pop();
          heap.pop();
        }
        assertThat(frontier.isEmpty()).isEqualTo(heap.isEmpty());
      }
    }
  }
}
