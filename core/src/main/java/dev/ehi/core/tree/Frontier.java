package dev.ehi.core.tree;

import java.util.Arrays;

/**
 * The children of all expanded nodes, handed out best first: the most probable one, and of equals
 * the one with the smallest number. Siblings stay together in blocks of which only the best child
 * stands in the heap, since most of them are never asked for.
 */
final class Frontier {

  private static final int BLOCK = 16;
  private static final int LEAST_CAPACITY = 64; // blocks, once there is one

  private float[] logProbabilities = {}; // (blocks, BLOCK), -inf once handed out
  private int[] firstNode = {}; // (blocks) number of the block's first child
  private int[] depth = {}; // (blocks) levels between the root and these children
  private int blocks;

  private int[] heap = {}; // blocks, the one with the best child on top
  private float[] bestKey = {}; // (blocks)
  private int[] bestNode = {}; // (blocks)
  private int size;

  void clear() {
    blocks = 0;
    size = 0;
  }

  /**
   * Adds the children of a node.
   *
   * @param first number of the first child
   * @param depth how many levels the children lie below the root
   * @param parent log-probability of the node
   * @param branches log-probabilities of the children given the node // (branching)
   */
  void add(int first, int depth, float parent, float[] branches) {
    for (int from = 0; from < branches.length; from += BLOCK) {
      int count = Math.min(BLOCK, branches.length - from);
      int block = newBlock();
      firstNode[block] = first + from;
      this.depth[block] = depth;
      int at = block * BLOCK;
      for (int i = 0; i < count; i++) {
        logProbabilities[at + i] = parent + branches[from + i];
      }
      Arrays.fill(logProbabilities, at + count, at + BLOCK, Float.NEGATIVE_INFINITY);
      findBest(block);
      heap[size] = block;
      up(size++);
    }
  }

  /** Takes a node. */
  interface NodeConsumer {
    void accept(int node, int depth, float logProbability);
  }

  /** Hands over all nodes that are left, in no order. */
  void forEach(NodeConsumer consumer) {
    for (int block = 0; block < blocks; block++) {
      for (int i = 0; i < BLOCK; i++) {
        float key = logProbabilities[block * BLOCK + i];
        if (key != Float.NEGATIVE_INFINITY) {
          consumer.accept(firstNode[block] + i, depth[block], key);
        }
      }
    }
  }

  private int newBlock() {
    if (blocks == firstNode.length) {
      int capacity = Math.max(LEAST_CAPACITY, 2 * blocks);
      logProbabilities = Arrays.copyOf(logProbabilities, capacity * BLOCK);
      firstNode = Arrays.copyOf(firstNode, capacity);
      depth = Arrays.copyOf(depth, capacity);
      heap = Arrays.copyOf(heap, capacity);
      bestKey = Arrays.copyOf(bestKey, capacity);
      bestNode = Arrays.copyOf(bestNode, capacity);
    }
    return blocks++;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int topNode() {
    return bestNode[heap[0]];
  }

  float topKey() {
    return bestKey[heap[0]];
  }

  int topDepth() {
    return depth[heap[0]];
  }

  /** Removes the top. */
  void pop() {
    int block = heap[0];
    logProbabilities[block * BLOCK + bestNode[block] - firstNode[block]] = Float.NEGATIVE_INFINITY;
    findBest(block);
    if (bestKey[block] == Float.NEGATIVE_INFINITY) {
      heap[0] = heap[--size];
    }
    if (size > 0) {
      down();
    }
  }

  private void findBest(int block) {
    int at = block * BLOCK;
    int best = 0;
    float key = logProbabilities[at];
    for (int i = 1; i < BLOCK; i++) {
      if (logProbabilities[at + i] > key) {
        best = i;
        key = logProbabilities[at + i];
      }
    }
    bestKey[block] = key;
    bestNode[block] = firstNode[block] + best;
  }

  private void up(int at) {
    int block = heap[at];
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!before(block, heap[parent])) {
        break;
      }
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = block;
  }

  private void down() {
    int block = heap[0];
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && before(heap[child + 1], heap[child])) {
        child++;
      }
      if (!before(heap[child], block)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = block;
  }

  private boolean before(int block, int other) {
    float key = bestKey[block];
    float otherKey = bestKey[other];
    return key > otherKey || (key == otherKey && bestNode[block] < bestNode[other]);
  }
}
