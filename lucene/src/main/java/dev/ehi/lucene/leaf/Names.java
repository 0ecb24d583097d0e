package dev.ehi.lucene.leaf;

import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.DataInput;

/** Choices that files hold by their names. */
final class Names {
  private Names() {}

  /**
   * Reads a name.
   *
   * @param choices among which it must be
   * @param what they are choices of
   * @throws CorruptIndexException if it is not
   */
  static <E extends Enum<E>> E read(DataInput in, E[] choices, String what) throws IOException {
    String name = in.readString();
    for (E choice : choices) {
      if (choice.name().equals(name)) {
        return choice;
      }
    }
    throw new CorruptIndexException("unknown %s %s".formatted(what, name), in);
  }
}
