package dev.ehi.cli.index;

import java.nio.file.Path;
import java.util.Locale;

/**
 * What indexing did.
 *
 * @param added documents added, or put in place of one with the same id
 * @param size documents now in the index
 * @param seconds it took
 */
public record IndexingReport(long added, long size, double seconds) {

  String describe(Path index) {
    return String.format(
        Locale.ROOT, "%s: %,d documents added in %.1f s, %,d in all", index, added, seconds, size);
  }
}
