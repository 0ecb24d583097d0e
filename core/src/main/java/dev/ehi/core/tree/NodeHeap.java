package dev.ehi.core.tree;

import java.util.Arrays;

/** A binary heap of nodes: the largest key on top, and of equal keys the smallest node. */
final class NodeHeap {

  private int[] nodes = new int[32];
  private float[] keys = new float[32];
  private int size;

  void clear() {
    size = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int topNode() {
    return nodes[0];
  }

  float topKey() {
    return keys[0];
  }

  void push(int node, float key) {
    if (size == nodes.length) {
      nodes = Arrays.copyOf(nodes, 2 * size);
      keys = Arrays.copyOf(keys, 2 * size);
    }
    int at = size++;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!before(key, node, parent)) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    nodes[at] = node;
    keys[at] = key;
  }

  void pop() {
    size--;
    int node = nodes[size];
    float key = keys[size];
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && before(keys[child + 1], nodes[child + 1], child)) {
        child++;
      }
      if (!before(keys[child], nodes[child], key, node)) {
        break;
      }
      move(child, at);
      at = child;
    }
    nodes[at] = node;
    keys[at] = key;
  }

  private boolean before(float key, int node, int other) {
    return before(key, node, keys[other], nodes[other]);
  }

  private static boolean before(float key, int node, float otherKey, int otherNode) {
    return key > otherKey || (key == otherKey && node < otherNode);
  }

  private void move(int from, int to) {
    nodes[to] = nodes[from];
    keys[to] = keys[from];
  }
}
