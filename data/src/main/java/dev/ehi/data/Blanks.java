package dev.ehi.data;

import java.util.regex.Pattern;

/** What parts the columns of TREC files. */
final class Blanks {
  static final Pattern RUN = Pattern.compile("\\s+");

  private static final Pattern ANY = Pattern.compile("\\s");

  private Blanks() {}

  /**
   * Passes an id on.
   *
   * @throws IllegalArgumentException if it would be read back as several columns or another id
   */
  static String requireNone(String id) {
    if (id.isEmpty() || ANY.matcher(id).find()) {
      throw new IllegalArgumentException(
          "the id \"%s\" cannot stand in a file whose columns are parted by blanks; give it one without"
              .formatted(id));
    }
    return id;
  }
}
