package dev.ehi.data;

import java.util.Objects;

/**
 * One query.
 *
 * @param id unique in its set, never empty
 * @param text what is asked
 */
public record Query(String id, String text) {
  /**
   * Checks the id.
   *
   * @throws IllegalArgumentException when the id is empty
   */
  public Query {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("a query's id must not be empty");
    }
    Objects.requireNonNull(text, "text");
  }
}
