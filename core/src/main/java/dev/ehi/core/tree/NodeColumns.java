package dev.ehi.core.tree;

import dev.ehi.core.vector.Vectors;
import java.util.Optional;

/**
 * The weights of a level node by node, transposed: the few, short rows of one node are scored
 * fastest as columns.
 */
final class NodeColumns {

  private NodeColumns() {}

  /**
   * Of a level whose nodes have weights of their own; empty where all share one classifier.
   *
   * @return // (parents * in, branching)
   */
  static Optional<Vectors> of(Level level, int branching) {
    Vectors weight = level.weight();
    if (weight.size() == branching) {
      return Optional.empty();
    }
    int in = weight.dim();
    Vectors columns = Vectors.allocate(weight.size() / branching * in, branching);
    float[] rows = new float[branching * in];
    float[] row = new float[in];
    float[] column = new float[branching];
    for (int node = 0; node < weight.size() / branching; node++) {
      for (int child = 0; child < branching; child++) {
        weight.get(node * branching + child, row);
        System.arraycopy(row, 0, rows, child * in, in);
      }
      for (int j = 0; j < in; j++) {
        for (int child = 0; child < branching; child++) {
          column[child] = rows[child * in + j];
        }
        columns.set(node * in + j, column);
      }
    }
    return Optional.of(columns);
  }
}
