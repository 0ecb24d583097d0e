package dev.ehi.data.javasearch;

/**
 * Java code on one line: comments dropped, blanks folded to one space, literals untouched (a text
 * block keeps its lines).
 */
final class CodeText {
  private final String source;
  private final StringBuilder folded;
  private int at;

  private CodeText(String source) {
    this.source = source;
    this.folded = new StringBuilder(source.length());
  }

  static String fold(String source) {
    return new CodeText(source).fold();
  }

  private String fold() {
    while (at < source.length()) {
      if (source.startsWith("//", at)) {
        skipTo("\n");
      } else if (source.startsWith("/*", at)) {
        at += 2;
        skipTo("*/");
      } else if (source.startsWith("\"\"\"", at)) {
        copyLiteral("\"\"\"");
      } else if (source.charAt(at) == '"') {
        copyLiteral("\"");
      } else if (source.charAt(at) == '\'') {
        copyLiteral("'");
      } else if (Character.isWhitespace(source.charAt(at))) {
        at++;
        gap();
      } else {
        folded.append(source.charAt(at++));
      }
    }
    return folded.toString().strip();
  }

  private void skipTo(String end) {
    int found = source.indexOf(end, at);
    at = found < 0 ? source.length() : found + end.length();
    gap();
  }

  private void copyLiteral(String quote) {
    int start = at;
    at += quote.length();
    while (at < source.length() && !source.startsWith(quote, at)) {
      at += source.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(at + quote.length(), source.length());
    folded.append(source, start, at);
  }

  private void gap() {
    if (!folded.isEmpty() && folded.charAt(folded.length() - 1) != ' ') {
      folded.append(' ');
    }
  }
}
