package dev.ehi.data;

import java.util.Objects;

/**
 * One text of a corpus.
 *
 * @param id unique in its set, never empty
 * @param title empty when there is none
 * @param text the body, possibly empty
 */
public record Document(String id, String title, String text) {
  /**
   * Checks the id.
   *
   * @throws IllegalArgumentException when the id is empty
   */
  public Document {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("a document's id must not be empty");
    }
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(text, "text");
  }

  /** What is encoded and searched: title and text joined by a space, trimmed. */
  public String passage() {
    return title.isEmpty() ? text.strip() : (title + " " + text).strip();
  }
}
