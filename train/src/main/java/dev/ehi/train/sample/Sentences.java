package dev.ehi.train.sample;

import dev.ehi.data.Document;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Pseudo-queries of a document: its title and its sentences. In text without sentences, such as
 * code, lines take their place.
 */
final class Sentences {
  private static final int MIN_CHARS = 12;

  private Sentences() {}

  /**
   * Draws sentences.
   *
   * @return exactly {@code count} texts; a text is repeated when the document has fewer
   */
  static List<String> draw(Document document, int count, SplittableRandom random) {
    List<String> all = of(document);
    Shuffle.inPlace(all, random);
    List<String> drawn = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      drawn.add(all.get(i % all.size()));
    }
    return drawn;
  }

  /** Title, sentences and lines of some length; the whole passage where there is none. */
  static List<String> of(Document document) {
    List<String> found = new ArrayList<>();
    addIfLong(document.title(), found);
    for (String line : document.text().split("\\R", -1)) {
      BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
      sentences.setText(line);
      int start = 0;
      for (int end = sentences.next(); end != BreakIterator.DONE; end = sentences.next()) {
        addIfLong(line.substring(start, end), found);
        start = end;
      }
    }
    if (found.isEmpty()) {
      found.add(document.passage());
    }
    return found;
  }

  private static void addIfLong(String text, List<String> found) {
    String stripped = text.strip();
    if (stripped.length() >= MIN_CHARS) {
      found.add(stripped);
    }
  }
}
