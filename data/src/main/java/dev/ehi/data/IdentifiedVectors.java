package dev.ehi.data;

import dev.ehi.core.vector.Vectors;
import java.util.List;

/**
 * Vectors with the ids of their rows.
 *
 * @param ids as many as there are vectors, in the same order
 */
public record IdentifiedVectors(List<String> ids, Vectors vectors) {
  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException when the counts differ
   */
  public IdentifiedVectors {
    ids = List.copyOf(ids);
    if (ids.size() != vectors.size()) {
      throw new IllegalArgumentException(ids.size() + " ids for " + vectors.size() + " vectors");
    }
  }
}
