package dev.ehi.bench.peers;

import dev.ehi.core.vector.Vectors;
import java.nio.file.Path;

/**
 * What every method indexes and is asked.
 *
 * @param documents of length 1 // (documents, dim)
 * @param queries of length 1 // (queries, dim)
 * @param scratch a folder for indexes
 */
record Workload(Vectors documents, Vectors queries, Path scratch) {

  /** How many neighbours are searched for. */
  static final int K = 10;

  /** Copies of all queries on the heap. // (queries, dim) */
  float[][] queryRows() {
    float[][] rows = new float[queries.size()][];
    for (int q = 0; q < rows.length; q++) {
      rows[q] = queries.row(q);
    }
    return rows;
  }
}
