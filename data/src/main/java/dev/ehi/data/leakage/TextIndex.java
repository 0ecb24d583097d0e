package dev.ehi.data.leakage;

import dev.ehi.data.TextHash;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the first id of each normalised text. Texts are kept as 64-bit hashes; the empty text is
 * never found.
 */
final class TextIndex {
  private final Map<Long, String> firstIds = new HashMap<>();

  /** Adds a text; the id that it was first added with, if there was one. */
  Optional<String> add(String id, String normalized) {
    return normalized.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(firstIds.putIfAbsent(TextHash.of(normalized), id));
  }

  /** The id that the text was first added with. */
  Optional<String> find(String normalized) {
    return normalized.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(firstIds.get(TextHash.of(normalized)));
  }
}
