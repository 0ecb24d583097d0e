package dev.ehi.lucene;

import dev.ehi.lucene.scan.LeafPlan;
import java.io.IOException;
import java.util.Arrays;

/** Which of many queries open which leaf, and as which of theirs. */
final class LeafVisits {

  private final int leaves;
  private int[] leaf = new int[1024]; // by visit
  private int[] query = new int[1024]; // by visit
  private int[] rank = new int[1024]; // by visit
  private int size;

  LeafVisits(int leaves) {
    this.leaves = leaves;
  }

  /** Adds the first leaves of a plan. */
  void add(int query, LeafPlan plan, int count) {
    while (size + count > leaf.length) {
      leaf = Arrays.copyOf(leaf, 2 * leaf.length);
      this.query = Arrays.copyOf(this.query, leaf.length);
      rank = Arrays.copyOf(rank, leaf.length);
    }
    for (int i = 0; i < count; i++) {
      leaf[size] = plan.leaf(i);
      this.query[size] = query;
      rank[size++] = i;
    }
  }

  /** Takes a visit: the leaf of a rank of a query. */
  interface Visitor {
    void visit(int query, int rank) throws IOException;
  }

  /** Goes through all visits, leaf by leaf. */
  void forEachByLeaf(Visitor visitor) throws IOException {
    for (int visit : byLeaf()) {
      visitor.visit(query[visit], rank[visit]);
    }
  }

  /** The leaves that are visited, in their order, each once. */
  int[] leaves() {
    return Arrays.stream(leaf, 0, size).sorted().distinct().toArray();
  }

  /** The visits in the order of their leaves. // (size) */
  private int[] byLeaf() {
    int[] next = new int[leaves + 1]; // by leaf: where its next visit goes
    for (int i = 0; i < size; i++) {
      next[leaf[i] + 1]++;
    }
    for (int i = 0; i < leaves; i++) {
      next[i + 1] += next[i];
    }
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[next[leaf[i]]++] = i;
    }
    return order;
  }
}
