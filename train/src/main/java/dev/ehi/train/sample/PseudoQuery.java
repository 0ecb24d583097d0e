package dev.ehi.train.sample;

import dev.ehi.data.Document;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A title or sentence asked as a query.
 *
 * @param text what is asked
 * @param rest its document without it, wherever it stood in it
 */
record PseudoQuery(String text, Document rest) {

  /**
   * Draws different titles and sentences of a document.
   *
   * @return at most {@code count}, fewer where the document has fewer
   */
  static List<PseudoQuery> draw(Document document, int count, SplittableRandom random) {
    List<String> texts = new ArrayList<>(new LinkedHashSet<>(Sentences.of(document)));
    Shuffle.inPlace(texts, random);
    return texts.stream()
        .limit(count)
        .map(text -> new PseudoQuery(text, without(document, text)))
        .toList();
  }

  private static Document without(Document document, String text) {
    if (text.equals(document.passage())) {
      return new Document(document.id(), "", "");
    }
    return text.isEmpty()
        ? document
        : new Document(
            document.id(), document.title().replace(text, " "), document.text().replace(text, " "));
  }

  /** Whether anything is left of the document to be found. */
  boolean leavesSomething() {
    return !rest.passage().isEmpty();
  }
}
