package dev.ehi.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.testing.Randomized;
import java.util.HashMap;
import java.util.Map;
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
      Map<Integer, Integer> depths = new HashMap<>();
      int next = 0;
      for (int turn = 0; turn < 200; turn++) {
        if (heap.isEmpty() || random.nextInt(4) == 0) {
          float parent = -random.nextInt(3);
          int depth = random.nextInt(1, 4);
          float[] branches = new float[random.nextInt(1, 40)];
          for (int i = 0; i < branches.length; i++) {
            branches[i] = -random.nextInt(6); // with many ties
            heap.push(next + i, parent + branches[i]);
            depths.put(next + i, depth);
          }
          frontier.add(next, depth, parent, branches);
          next += branches.length;
        } else {
          assertThat(frontier.topNode()).isEqualTo(heap.topNode());
          assertThat(frontier.topKey()).isEqualTo(heap.topKey());
          assertThat(frontier.topDepth()).isEqualTo(depths.get(heap.topNode()));
          frontier.pop();
          heap.pop();
        }
        assertThat(frontier.isEmpty()).isEqualTo(heap.isEmpty());
      }
    }
  }
}
