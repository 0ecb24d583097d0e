package dev.ehi.data;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Text as it is compared when sameness must not hang on spelling: NFKC, lower case, letters and
 * digits only, one space between words.
 */
public final class NormalizedText {
  private NormalizedText() {}

  /** The normalised text; empty when there is no letter or digit. */
  public static String of(String text) {
    String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    StringBuilder words = new StringBuilder(folded.length());
    boolean gap = false;
    for (int i = 0; i < folded.length(); ) {
      int character = folded.codePointAt(i);
      i += Character.charCount(character);
      if (!Character.isLetterOrDigit(character)) {
        gap = true;
        continue;
      }
      if (gap && !words.isEmpty()) {
        words.append(' ');
      }
      gap = false;
      words.appendCodePoint(character);
    }
    return words.toString();
  }
}
